// The charts, drawn from specifications that the library made: only their rows are put together here, for the
// countries, filters and options that the address asks for.
(() => {
  "use strict";
  const { site, figures, drawings, words, land, placeLabels, median, passes } = window.dxindex;
  const NARROWEST = 250;
  const WIDTHS = [[0, 270], [440, 180], [700, 180]]; // of the plot, and what title and legend take of the height
  const ENDLESS = 100000;
  const FAR = 20;
  const HEIGHT = 680;
  const MAP_WIDTHS = [0, 560, 820];
  const MAP_NARROWEST = 300;
  const MAP_HEIGHT = 420;
  const MAP_FRAME = 190; // what title and legends take

  const decimal = document.documentElement.lang === "vi" ? "," : ".";
  const written = (score) => (score === null ? "–" : score.toFixed(3).replace(".", decimal));
  const isFar = (label) => label.dx ** 2 + label.dy ** 2 > FAR ** 2;

  const unpacked = (edition) => {
    const { f, r } = figures[edition].units;
    return r.map((cells) => Object.fromEntries(f.map((field, i) => [field, cells[i]])));
  };

  const rankText = (rank, total) => (rank === null ? "–" : `${rank} / ${total}`);

  const texts = (unit, about) => {
    const said = {};
    for (const field of Object.values(about.nodes)) {
      said[`${field}_text`] = written(unit[field]);
      said[`${field}_rank`] = rankText(unit[`${field}#`], about.total[field]);
    }
    return said;
  };

  const shown = (unit) => passes(unit.region, unit.income, unit.clubs || "");
  const highlightedLast = (rows) => [...rows.filter((row) => !row.highlighted), ...rows.filter((row) => row.highlighted)];

  // The two axes

  const domainsOf = (about, drawn) => {
    const wanted = ["", ...drawn].map((code) => about.domains[code]).filter(Boolean);
    return [0, 1].map((axis) => [
      Math.min(...wanted.map((domain) => domain[axis][0])), Math.max(...wanted.map((domain) => domain[axis][1]))]);
  };

  const labelRows = (points, domains, [x, y], state) => {
    const required = new Set(points.filter((point) => point.highlighted).map((point) => point.iso3));
    const spots = points.map((point) => ({
      id: point.iso3,
      text: point.name,
      x: (point[x] - domains[0][0]) / (domains[0][1] - domains[0][0]),
      y: (point[y] - domains[1][0]) / (domains[1][1] - domains[1][0]),
    }));
    const middle = [median(spots.map((spot) => spot.x)), median(spots.map((spot) => spot.y))];
    const off = (spot) => Math.abs(spot.x - middle[0]) + Math.abs(spot.y - middle[1]);
    spots.sort((one, other) => off(other) - off(one));
    const at = Object.fromEntries(points.map((point) => [point.iso3, point]));
    return WIDTHS.flatMap(([from, frame], i) =>
      placeLabels(spots, {
        width: from || NARROWEST,
        height: HEIGHT - frame,
        required,
        optional: state.label[0] === "auto" && from > 0,
      }).map(({ id, ...label }) => ({
        ...label, wide_from: from, wide_to: WIDTHS[i + 1]?.[0] ?? ENDLESS, [x]: at[id][x], [y]: at[id][y],
      })));
  };

  const twoAxis = (edition, state) => {
    const about = figures[edition];
    const { spec, rows, size, subtitle, extra, note } = drawings[edition].twoAxis;
    const [x, y] = about.fields;
    const units = unpacked(edition);
    const drawn = Object.keys(extra).filter((code) => state[code][0] === "1");
    const domains = domainsOf(about, drawn);
    const points = highlightedLast(units
      .filter((unit) => unit.level !== null && unit[`${x}@`] !== null && unit[`${y}@`] !== null)
      .map((unit) => ({ ...unit, highlighted: state.c.includes(unit.iso3) }))
      .filter((unit) => unit.highlighted || shown(unit))
      .map((unit) => ({
        iso3: unit.iso3,
        ...Object.fromEntries(Object.values(about.nodes).map((field) => [field, unit[`${field}@`] ?? unit[field]])),
        name: words.names[unit.iso3],
        level: unit.level,
        group: words.levels[unit.level],
        ...texts(unit, about),
        coverage: `${unit.coverage}%`,
        highlighted: unit.highlighted,
        size: unit.size,
      })));
    const chosen = units.filter((unit) => state.c.includes(unit.iso3) && unit.level !== null);
    const whisker = (field) => (!drawn.includes("whisker") ? [] : chosen
      .filter((unit) => unit[`${field}:low`] !== null)
      .map((unit) => ({
        name: words.names[unit.iso3],
        [x]: unit[`${x}@`],
        [y]: unit[`${y}@`],
        [field]: unit[`${field}:score_low`],
        end: unit[`${field}:score_high`],
        ranks: `${unit[`${field}:low`]}–${unit[`${field}:high`]}`,
      })));
    const trails = !drawn.includes("trail") ? [] : chosen
      .map((unit) => ({ [x]: unit[`${x}:earlier`], [y]: unit[`${y}:earlier`], to_x: unit[`${x}@`], to_y: unit[`${y}@`] }))
      .filter((move) => Object.values(move).every((score) => score !== null));
    const labels = state.label[0] === "none" ? [] : labelRows(points, domains, about.fields, state);
    const named = labels.filter((label) => label.required);
    const made = structuredClone(spec);
    made.datasets = {
      ...rows,
      points,
      "whisker-x": whisker(x),
      "whisker-y": whisker(y),
      trails,
      "trail-heads": trails.map((move) => ({ ...move, [x]: (move[x] + move.to_x) / 2, [y]: (move[y] + move.to_y) / 2 })),
      outside: !drawn.includes("outside") ? [] : units
        .filter((unit) => unit.level === null && unit[`${x}@`] !== null && unit[`${y}@`] !== null)
        .map((unit) => ({ [x]: unit[`${x}@`], [y]: unit[`${y}@`], name: words.names[unit.iso3], note })),
      leaders: named.filter(isFar),
      others: labels.filter((label) => !label.required),
      named,
    };
    made.title.subtitle = [...subtitle, ...drawn.map((code) => extra[code])];
    // A layer without rows would be a picture without a name to those who listen.
    const empty = (layer) => (layer.layer ?? [layer]).every(({ data }) => !made.datasets[data.name].length);
    made.layer = made.layer.filter((layer) => layer.name || !empty(layer));
    const walk = (layer) => {
      if (layer.layer) layer.layer.forEach(walk);
      for (const [i, channel] of ["x", "y"].entries()) {
        const scale = layer.encoding?.[channel]?.scale;
        if (scale) scale.domain = domains[i];
      }
    };
    walk(made);
    if (state.size[0] === "1") {
      made.layer.find((layer) => layer.name).encoding.size = size.encoding;
      made.height = size.height;
    }
    return made;
  };

  // The map

  const mapLabels = (points) => {
    const required = new Set(points.filter((point) => point.highlighted).map((point) => point.iso3));
    const at = Object.fromEntries(points.map((point) => [point.iso3, point]));
    return MAP_WIDTHS.map((from) => {
      const across = from || MAP_NARROWEST;
      const layout = across >= MAP_WIDTHS[1] ? land.layouts.one : land.layouts.stacked;
      const globe = Math.min(across / layout.across, MAP_HEIGHT / layout.tall);
      const spots = points.map((point) => {
        const [x, y] = layout.middle[point.west ? "west" : "east"];
        return {
          id: point.iso3,
          text: point.name,
          x: 0.5 + (globe * (point.u - x)) / across,
          y: 0.5 + (globe * (point.v - y)) / MAP_HEIGHT,
        };
      });
      return placeLabels(spots, { width: across, height: MAP_HEIGHT, required, optional: false, radius: 4 })
        .map(({ id, ...label }) => ({ ...label, u: at[id].u, v: at[id].v, west: at[id].west }));
    });
  };

  const worldMap = (edition, state) => {
    const about = figures[edition];
    const { spec, by, size, groups, period } = drawings[edition].map;
    const colouring = by[state.by[0]] ?? by.group;
    const [x] = about.fields;
    const sized = state.size[0] === "1";
    const everybody = unpacked(edition).filter((unit) => unit.u !== null);
    const smallest = Math.min(...everybody.map((unit) => unit.size).filter((people) => people > 0));
    const points = everybody
      .map((unit) => {
        const scored = Object.values(about.nodes).some((field) => unit[field] !== null);
        const level = unit.level ?? (scored ? "outside" : "no data");
        return {
          iso3: unit.iso3,
          u: unit.u,
          v: unit.v,
          west: Boolean(unit.west),
          name: words.names[unit.iso3],
          level,
          group: groups[level],
          ...texts(unit, about),
          period,
          said: `${words.names[unit.iso3]}, ${groups[level]}`,
          highlighted: state.c.includes(unit.iso3),
          value: colouring.field ? unit[colouring.field] : null,
          size: level === "no data" ? smallest : unit.size || smallest,
          shown: shown(unit),
        };
      })
      .filter((point) => point.highlighted || point.shown)
      .sort((one, other) => one.highlighted - other.highlighted || (sized ? other.size - one.size : 0));
    const made = structuredClone(spec);
    made.datasets = { "land-west": land.land.west, "land-east": land.land.east, points };
    mapLabels(points).forEach((labels, turn) => {
      made.datasets[`leaders-${turn}`] = labels.filter(isFar);
      made.datasets[`named-${turn}`] = labels;
    });
    const marks = made.layer.find((layer) => layer.name);
    Object.assign(marks.encoding, structuredClone(colouring.encoding));
    made.title = structuredClone(colouring.title);
    made.height = colouring.height;
    if (sized) {
      marks.encoding.size = size.encoding;
      made.title.subtitle[0] = size.line;
      if (!colouring.field) made.height += size.more;
    }
    return made;
  };

  // As tall as the width asks for, where the whole world lies side by side.
  const mapHeight = (usual, width) => {
    const { across, tall } = land.layouts.one;
    return width < MAP_WIDTHS[1] + 30 ? usual : Math.min(usual, Math.round((width * tall) / across) + MAP_FRAME);
  };

  // Drawing

  const dark = (spec) => JSON.parse(JSON.stringify(spec).replace(/#[0-9a-f]{6}/g, (colour) => site.recolouring[colour] ?? colour));

  const tip = Object.assign(document.createElement("div"), { className: "tip", hidden: true });
  tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);
  const showTip = (_handler, event, _item, value) => {
    tip.hidden = value === null || value === undefined || value === "";
    if (tip.hidden) return;
    const table = document.createElement("table");
    for (const [name, text] of Object.entries(value)) {
      const row = table.insertRow();
      row.append(Object.assign(document.createElement("th"), { textContent: name.trim() }));
      row.insertCell().textContent = text;
    }
    tip.replaceChildren(table);
    const { width, height } = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(0, Math.min(event.clientX + 12, innerWidth - width - 4))}px`;
    tip.style.top = `${Math.max(0, event.clientY + 12 + height > innerHeight ? event.clientY - height - 8 : event.clientY + 12)}px`;
  };

  const builders = { "two-axis": twoAxis, map: worldMap };
  const views = new Map();
  let turn = 0;

  const draw = async (figure, edition, state) => {
    const live = figure.querySelector(".live");
    const mine = (turn += 1);
    figure.dataset.turn = mine;
    let spec = builders[figure.dataset.chart](edition, state);
    if (window.dxindex.night.matches) spec = dark(spec);
    spec.description = live.getAttribute("aria-label");
    spec.config.font = getComputedStyle(document.body).fontFamily;
    if (figure.dataset.chart === "map") spec.height = mapHeight(spec.height, live.clientWidth);
    views.get(figure)?.finalize();
    try {
      // The interpreter runs what a specification computes: no text is ever compiled into code.
      const drawn = await window.vegaEmbed(live, spec, {
        mode: "vega-lite", ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: showTip,
      });
      if (Number(figure.dataset.turn) !== mine) {
        drawn.finalize();
        return;
      }
      views.set(figure, drawn);
      drawn.view.addSignalListener("country", (_name, picked) => {
        if (picked?.iso3?.length && words.names[picked.iso3[0]] && site.units.includes(picked.iso3[0])) {
          window.dxindex.open(picked.iso3[0]);
        }
      });
      tip.hidden = true;
      figure.classList.add("drawn");
    } catch (error) {
      figure.classList.remove("drawn");
      live.replaceChildren();
      window.dxindex.note(`${words.script.chart_failed} (${error.message})`);
    }
  };

  window.dxindex.onState((state) => {
    const [edition] = state.edition;
    for (const figure of document.querySelectorAll(".chart")) {
      if (figure.closest("[data-edition]").dataset.edition === edition) draw(figure, edition, state);
    }
  });
  // For those who look closer: what is drawn, as data.
  Object.assign(window.dxindex, { builders, views });
})();
