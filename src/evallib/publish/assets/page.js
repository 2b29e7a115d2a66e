// Draws the figures of a page from the JSON beside them, and fills the table of contents.
"use strict";
(() => {
  const reduced = { displayModeBar: false, responsive: true };
  const draw = (holder) => {
    const figure = JSON.parse(holder.parentElement.querySelector("script.plot-data").textContent);
    const narrow = window.innerWidth < 640;
    const layout = { ...figure.layout, autosize: true };
    if (narrow) {
      layout.margin = { ...layout.margin, l: 44, r: 12 };
      layout.font = { ...layout.font, size: 11 };
      // axes with long category names keep the room that automargin gives them
    }
    Plotly.newPlot(holder, figure.data, layout, reduced).then(() => holder.setAttribute("data-drawn", "true"));
  };
  document.querySelectorAll("figure .plot").forEach(draw);

  const toc = document.getElementById("toc");
  if (toc) {
    document.querySelectorAll("main h2[id]").forEach((heading) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = "#" + heading.id;
      link.textContent = heading.textContent;
      item.append(link);
      toc.append(item);
    });
  }
  // On paper nothing is folded away.
  window.addEventListener("beforeprint", () =>
    document.querySelectorAll("details").forEach((part) => part.setAttribute("open", "")));
})();
