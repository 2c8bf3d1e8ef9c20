// From the front door to a language: the link's, else the browser's, else English.
(() => {
  const asked = new URLSearchParams(location.hash.slice(1)).get("lang");
  const spoken = (navigator.language || "en").slice(0, 2);
  const lang = ["en", "vi"].find((code) => code === (asked || spoken).toLowerCase()) || "en";
  location.replace(`${lang}/index.html${location.hash}`);
})();
