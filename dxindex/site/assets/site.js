// Shows what the address asks for: one edition, what passes the filters, and the controls to ask for something else.
(() => {
  "use strict";
  const { site, words } = window.dxindex;
  const root = document.documentElement;
  const { page, up, unit } = root.dataset;
  const here = root.dataset.codes.split(" ");
  const say = words.script;
  const onPage = words.page;

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children.filter((child) => child !== null));
    return element;
  };
  const fill = (text, values) => text.replace(/{(\w+)}/g, (whole, name) => values[name] ?? whole);
  // Cases and accents aside: "viet nam" finds "Việt Nam".
  const plain = (text) => text.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/\p{M}/gu, "");

  const { initial, read, write } = window.dxindex.address;
  let state = initial();
  const listeners = [];
  const codesOf = () => ["lang", ...here, ...(unit ? ["country"] : [])];

  const choose = (change) => {
    const hash = write({ ...state, ...change }, codesOf(), false);
    if (hash === location.hash) settle();
    else location.hash = hash;
  };

  const link = () => {
    const made = { ...state, data: [site.version.data], m: [site.version.method] };
    return location.href.split("#")[0] + write(made, [...codesOf(), "data", "m"], true);
  };

  // Elsewhere: the other language, another country

  const leave = () => {
    const path = location.pathname.split("/").slice(up.length / 3 === 1 ? -1 : -2).join("/");
    if (state.lang[0] !== root.lang) return `${up}${state.lang[0]}/${path}`;
    if (unit && state.country[0] && state.country[0] !== unit) return `${state.country[0]}.html`;
    return "";
  };

  const decorate = () => {
    const carried = write(state, site.carried, false);
    for (const anchor of document.querySelectorAll("a[href]")) {
      const target = anchor.getAttribute("href").split("#")[0];
      if (!target || /^\w+:/.test(target)) continue;
      const other = anchor.hreflang && anchor.hreflang !== root.lang;
      anchor.setAttribute("href", target + (other ? write({ ...state, lang: [anchor.hreflang] }, codesOf(), false) : carried));
    }
  };

  // Notes

  const note = (...children) => {
    const close = make("button", { type: "button", textContent: "×" });
    close.setAttribute("aria-label", say.close);
    const box = make("div", { className: "note" }, ...children, close);
    close.addEventListener("click", () => box.remove());
    document.getElementById("notes").append(box);
    return box;
  };

  const tell = (dropped) => {
    document.getElementById("notes").replaceChildren();
    if (dropped.length) {
      const lines = dropped.slice(0, 6).map(({ code, value, reason }) =>
        make("li", {}, make("code", { textContent: `${code}=${value}`.slice(0, 40) }), `: ${say[reason]}`));
      note(make("b", { textContent: say.dropped }), make("ul", {}, ...lines));
    }
    const [data] = state.data;
    const [method] = state.m;
    if ((data && data !== site.version.data) || (method && method !== site.version.method)) {
      note(make("b", { textContent: say.version_title }), " ", fill(say.version, {
        theirs: data || "–", their_method: method || "–", ours: site.version.data, our_method: site.version.method,
      }));
    }
  };

  const copy = async () => {
    const text = link();
    try {
      await navigator.clipboard.writeText(text);
      note(say.copied);
    } catch {
      const field = make("input", { type: "text", readOnly: true, value: text });
      field.setAttribute("aria-label", say.copy_by_hand);
      note(make("p", { textContent: say.copy_by_hand }), field);
      field.select();
    }
  };

  // Controls

  const updates = [];
  const controls = make("div");

  const select = (code, label, options) => {
    const field = make("select", {}, ...options.map(([value, text]) => make("option", { value, textContent: text })));
    field.addEventListener("change", () => choose({ [code]: [field.value] }));
    updates.push(() => { [field.value] = state[code]; });
    return make("label", {}, label, field);
  };

  const boxes = (code, label, options) => {
    const many = site.parameters[code].kind === "many";
    const fields = options.map(([value, text]) => {
      const field = make("input", { type: "checkbox", value });
      field.addEventListener("change", () => {
        const rest = state[code].filter((other) => other !== value);
        if (many) choose({ [code]: field.checked ? [...rest, value] : rest });
        else choose({ [code]: [field.checked ? "1" : "0"] });
      });
      updates.push(() => { field.checked = many ? state[code].includes(value) : state[code][0] === "1"; });
      return make("label", {}, field, ` ${text}`);
    });
    return many ? make("fieldset", {}, make("legend", { textContent: label }), ...fields) : fields[0];
  };

  const folded = (label, ...children) =>
    make("details", {}, make("summary", { textContent: label }), ...children);

  const byName = () => site.units
    .map((code) => [code, words.names[code]])
    .sort((one, other) => plain(one[1]).localeCompare(plain(other[1])));

  const countryPicker = () => {
    const field = make("select", {}, make("option", { value: "", textContent: say.choose_country }),
      ...byName().map(([value, text]) => make("option", { value, textContent: text })));
    if (unit) field.value = unit;
    field.addEventListener("change", () => {
      if (field.value) open(field.value);
    });
    return make("label", {}, onPage.open_country, field);
  };

  const open = (code) => {
    const folder = page === "country" ? "" : "country/";
    location.href = `${folder}${code}.html${write(state, site.carried, false)}`;
  };

  const highlights = () => {
    const chips = make("ul", { className: "chips" });
    const field = make("select", {}, make("option", { value: "", textContent: say.add }),
      ...byName().map(([value, text]) => make("option", { value, textContent: text })));
    field.addEventListener("change", () => {
      if (!field.value || state.c.includes(field.value)) return;
      if (state.c.length >= site.parameters.c.limit) note(fill(say.most, { n: site.parameters.c.limit }));
      else choose({ c: [...state.c, field.value] });
      field.value = "";
    });
    updates.push(() => {
      chips.replaceChildren(...state.c.map((code) => {
        const button = make("button", { type: "button", textContent: `${words.names[code]} ×` });
        button.setAttribute("aria-label", fill(say.remove, { country: words.names[code] }));
        button.addEventListener("click", () => choose({ c: state.c.filter((other) => other !== code) }));
        return make("li", {}, button);
      }));
    });
    return make("div", {}, make("label", {}, onPage.chosen, field), chips);
  };

  const search = () => {
    const field = make("input", { type: "search", placeholder: onPage.placeholder, maxLength: site.parameters.q.limit });
    let waiting = 0;
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => choose({ q: [field.value] }), 250);
    });
    updates.push(() => { if (document.activeElement !== field) [field.value] = state.q; });
    return make("label", {}, onPage.search, field);
  };

  const build = () => {
    const button = make("button", { type: "button", textContent: onPage.copy });
    button.addEventListener("click", copy);
    if (site.editions.length > 1) controls.append(select("edition", onPage.edition, words.editions));
    if (here.includes("q")) controls.append(search());
    if (here.includes("by")) controls.append(select("by", onPage.by, words.colourings));
    if (here.includes("c")) controls.append(highlights());
    if (here.includes("region")) {
      controls.append(folded(onPage.filters,
        boxes("region", onPage.region, words.regions),
        boxes("income", onPage.income, words.incomes),
        boxes("club", onPage.club, site.parameters.club.values.map((club) => [club, club]))));
    }
    const flags = ["size", "trail", "whisker", "outside"].filter((code) => here.includes(code));
    if (flags.length) {
      controls.append(folded(onPage.options, ...flags.map((code) => boxes(code, "", [["1", onPage[code]]])),
        here.includes("label") ? select("label", onPage.label,
          site.parameters.label.values.map((value) => [value, onPage[`label_${value}`]])) : null));
    }
    controls.append(countryPicker(), button);
    const box = folded(onPage.choices, controls);
    const wide = matchMedia("(min-width: 64rem)");
    const fold = () => { box.open = wide.matches; };
    wide.addEventListener("change", fold);
    fold();
    document.getElementById("controls").append(box);
  };

  // Filters: they hide, they never compute anything again.

  const passes = (region, income, clubs) =>
    (!state.region.length || state.region.includes(region)) &&
    (!state.income.length || state.income.includes(income)) &&
    (!state.club.length || state.club.some((club) => clubs.split(" ").includes(club)));

  const filterRows = () => {
    const wanted = plain(state.q[0].trim());
    for (const table of document.querySelectorAll(".ranking")) {
      let shown = 0;
      for (const row of table.tBodies[0].rows) {
        const { c, r, i, k } = row.dataset;
        const found = plain(`${c} ${row.cells[0].textContent}`).includes(wanted);
        row.hidden = !(found && passes(r, i, k || ""));
        row.classList.toggle("chosen", state.c.includes(c));
        shown += row.hidden ? 0 : 1;
      }
      const count = table.closest("section").querySelector(".count");
      count.textContent = shown
        ? fill(say.shown, { n: shown, total: table.tBodies[0].rows.length }) : `${onPage.nobody} `;
      if (shown) continue;
      const all = make("button", { type: "button", textContent: onPage.everybody });
      all.addEventListener("click", () => choose({ region: [], income: [], club: [], q: [""] }));
      count.append(all);
    }
  };

  // A number as the language writes it, or the first of two; what is none stands last.
  const value = (cell) => {
    const decimal = root.lang === "vi" ? "," : ".";
    const text = cell.textContent.replace("−", "-").replace("%", "").replace(decimal, ".");
    const number = parseFloat(text);
    return Number.isNaN(number) ? null : number;
  };

  const sortable = (table) => {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = make("button", { type: "button", textContent: head.textContent });
      button.setAttribute("aria-label", fill(say.sort, { column: head.textContent }));
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const words_ = column < 2;
        const first = words_ || "low" in head.dataset ? 1 : -1;
        const turn = { ascending: -1, descending: 1 }[head.getAttribute("aria-sort")] ?? first;
        const rows = [...table.tBodies[0].rows].map((row) =>
          ({ row, key: words_ ? plain(row.cells[column].textContent) : value(row.cells[column]) }));
        rows.sort((one, other) => {
          if (one.key === null || other.key === null) return (one.key === null) - (other.key === null);
          return turn * (words_ ? one.key.localeCompare(other.key) : one.key - other.key);
        });
        table.tBodies[0].append(...rows.map(({ row }) => row));
        [...table.tHead.rows[0].cells].forEach((cell) => cell.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", turn === 1 ? "ascending" : "descending");
      });
    });
  };

  // Pictures of what tables say: marks beside the figures of axes and pillars, bars beside shares.

  const drawing = (tag, properties, ...children) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, text] of Object.entries(properties)) element.setAttribute(name, text);
    element.append(...children);
    return element;
  };

  const dots = (table) => {
    table.querySelectorAll(".dots").forEach((cell) => cell.remove());
    const rows = [...table.tBodies[0].rows];
    const block = site.editions.indexOf(state.edition[0]) * 4;
    const paths = { way: "", mid: "", own: "" };
    rows.forEach((row, i) => {
      const [own, middle] = [block + 3, block + 4].map((column) => value(row.cells[column]));
      if (middle !== null) paths.mid += `M${100 * middle} ${i}.5h0`;
      if (own !== null) paths.own += `M${100 * own} ${i}.5h0`;
      if (own !== null && middle !== null) paths.way += `M${100 * own} ${i}.5H${100 * middle}`;
    });
    const picture = drawing("svg", { viewBox: `0 0 100 ${rows.length}`, preserveAspectRatio: "none", "aria-hidden": "true" },
      ...Object.entries(paths).map(([name, d]) => drawing("path", { class: name, d })));
    const head = make("td", { className: "dots key" }, make("i", { className: "own" }), words.names[unit],
      make("i"), onPage.group_median);
    head.setAttribute("aria-hidden", "true");
    table.tHead.rows[table.tHead.rows.length - 1].append(head);
    rows[0].append(make("td", { className: "dots", rowSpan: rows.length }, picture));
  };

  // Editions may rest on other indicators: one that the edition shown does not have is left out.
  const indicators = (table) => {
    const start = 1 + site.editions.indexOf(state.edition[0]) * 5;
    for (const row of table.tBodies[0].rows) {
      row.hidden = [...row.cells].slice(start, start + 5).every((cell) => !cell.textContent);
    }
  };

  const bars = () => document.querySelectorAll(".shares li").forEach((item) => {
    const share = value(item.querySelector("span"));
    item.append(drawing("svg", { viewBox: "0 0 100 1", preserveAspectRatio: "none", "aria-hidden": "true" },
      drawing("rect", { width: share ?? 0, height: 1 })));
  });

  // What scrolls sideways must be reached by the keyboard, and have a name.
  const reachable = () => document.querySelectorAll(".wide").forEach((box) => {
    const heading = box.closest("section")?.querySelector("h2") ?? box.previousElementSibling;
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", heading.textContent);
  });

  // The page as the address says

  const settle = () => {
    root.dataset.shown = state.edition[0];
    updates.forEach((update) => update());
    decorate();
    filterRows();
    document.querySelectorAll(".nodes").forEach(dots);
    document.querySelectorAll(".figures").forEach(indicators);
    listeners.forEach((listener) => listener(state));
  };

  const open_ = () => {
    const found = read(location.hash, initial());
    // An anchor is no choice: what was chosen before stays.
    if (location.hash.length > 1 && !location.hash.includes("=")) return;
    ({ state } = found);
    const elsewhere = leave();
    if (elsewhere) {
      location.replace(elsewhere + location.hash);
      return;
    }
    tell(found.dropped);
    settle();
  };

  const night = matchMedia("(prefers-color-scheme: dark)");
  const dusk = () => root.classList.toggle("night", night.matches);
  night.addEventListener("change", () => { dusk(); settle(); });
  dusk();
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("main").focus();
  });
  build();
  bars();
  reachable();
  document.querySelectorAll(".ranking").forEach(sortable);
  window.addEventListener("hashchange", open_);
  Object.assign(window.dxindex, { passes, open, note, night, onState: (listener) => { listeners.push(listener); } });
  // Scripts after this one listen too before the first view is settled.
  document.addEventListener("DOMContentLoaded", open_);
})();
