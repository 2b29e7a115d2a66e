// Draws the figures of a page from the JSON beside them, fills the table of contents, and marks tables that go on sideways.
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

  const toc = document.getElementById("toc"); // filled here; the page of the checks brings its own
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
  // On a narrow screen the contents fold into a bar that stays at the top.
  const nav = document.querySelector("nav.toc");
  if (nav) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "toc-button";
    button.textContent = "目录";
    const fold = (open) => {
      nav.classList.toggle("open", open);
      button.setAttribute("aria-expanded", String(open));
    };
    fold(false);
    button.addEventListener("click", () => fold(!nav.classList.contains("open")));
    nav.querySelector("ol").before(button);
    nav.querySelector("ol").addEventListener("click", (event) => event.target.closest("a") && fold(false));
    document.addEventListener("keydown", (event) => event.key === "Escape" && fold(false));

    // The section that is being read is marked.
    const links = new Map([...nav.querySelectorAll('ol a[href^="#"]')].map((link) => [link.hash.slice(1), link]));
    const headings = [...document.querySelectorAll("main h2[id]")].filter((heading) => links.has(heading.id));
    const mark = () => {
      const now = headings.filter((heading) => heading.getBoundingClientRect().top < 120).pop();
      links.forEach((link, id) => link.classList.toggle("now", Boolean(now) && id === now.id));
    };
    let waiting = false;
    const later = () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; mark(); });
    };
    document.addEventListener("scroll", later, { passive: true });
    mark();
  }

  // A table that is wider than the screen says so, and can be moved with the keyboard.
  const measure = (holder) => {
    const rest = holder.scrollWidth - holder.clientWidth;
    if (rest < 2) {
      delete holder.dataset.more;
      holder.removeAttribute("tabindex");
      return;
    }
    holder.tabIndex = 0;
    holder.dataset.more = holder.scrollLeft < 2 ? "right" : holder.scrollLeft > rest - 2 ? "left" : "both";
  };
  const watch = new ResizeObserver((entries) => entries.forEach((entry) => measure(entry.target)));
  document.querySelectorAll(".table").forEach((holder) => {
    watch.observe(holder); // also tells when a folded part is opened
    holder.addEventListener("scroll", () => measure(holder), { passive: true });
  });

  // On paper nothing is folded away.
  window.addEventListener("beforeprint", () =>
    document.querySelectorAll("details").forEach((part) => part.setAttribute("open", "")));
})();
