// What is looked at stands in the address, by the codes that the dashboard's links have: read here, and written.
(() => {
  "use strict";
  const { site } = window.dxindex;
  const root = document.documentElement;
  const { unit } = root.dataset;
  const NONE = "none"; // an empty choice, written out: a parameter that is absent means the default

  const initial = () => {
    const state = {};
    for (const [code, param] of Object.entries(site.parameters)) state[code] = param.default;
    state.lang = [root.lang];
    if (unit) state.country = [unit];
    return state;
  };

  const known = (param, text) => param.values.find((value) => value.toLowerCase() === text.trim().toLowerCase());

  const readOne = (code, texts, dropped) => {
    const param = site.parameters[code];
    const drop = (value, reason) => dropped.push({ code, value, reason });
    if (param.kind === "text") {
      texts.slice(1).forEach((text) => drop(text, "single"));
      if (texts[0].length > param.limit) drop(texts[0], "long");
      return [texts[0].slice(0, param.limit)];
    }
    const asked = param.kind === "many" ? texts.filter((text) => text.toLowerCase() !== NONE) : texts;
    const valid = [];
    for (const text of asked) {
      const value = known(param, text);
      if (value === undefined) drop(text, "invalid");
      else if (!valid.includes(value)) valid.push(value);
    }
    if (param.kind === "one") {
      valid.slice(1).forEach((value) => drop(value, "single"));
      return valid.length ? [valid[0]] : null;
    }
    valid.slice(param.limit).forEach((value) => drop(value, "limit"));
    return valid.length || !asked.length ? valid.slice(0, param.limit) : null;
  };

  const read = (hash, before) => {
    const state = { ...before };
    const dropped = [];
    const query = new URLSearchParams(hash.replace(/^#/, ""));
    for (const code of new Set(query.keys())) {
      const texts = query.getAll(code);
      if (site.parameters[code]) state[code] = readOne(code, texts, dropped) ?? initial()[code];
      else if (!site.silent.includes(code)) {
        const reason = site.elsewhere.includes(code) ? "elsewhere" : "unknown";
        dropped.push({ code, value: texts[0], reason });
      }
    }
    return { state, dropped };
  };

  const write = (state, codes, inFull) => {
    const query = new URLSearchParams();
    for (const code of codes) {
      const values = state[code];
      const usual = values.join() === site.parameters[code].default.join();
      if (usual && !inFull && !site.always.includes(code)) continue;
      if (site.parameters[code].kind === "many" && !values.length) query.append(code, NONE);
      values.filter((value) => value !== "").forEach((value) => query.append(code, value));
    }
    return `#${query}`;
  };

  window.dxindex.address = { initial, read, write };
})();
