// Search, filter and sort the rows of the index. Without this script the page is the whole list.
"use strict";
(() => {
  const form = document.querySelector(".filters");
  const body = document.querySelector("#reports tbody");
  const rows = [...body.rows].map((row) => ({ row, text: row.textContent.toLowerCase(), data: row.dataset }));
  const wanted = ["district", "period", "kind", "state"].filter((name) => form.elements[name]);
  const collator = new Intl.Collator("zh-CN", { numeric: true });

  const filter = () => {
    const words = form.elements.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, text, data } of rows) {
      row.hidden = !(
        wanted.every((name) => !form.elements[name].value || data[name] === form.elements[name].value) &&
        words.every((word) => text.includes(word))
      );
      shown += row.hidden ? 0 : 1;
    }
    form.querySelector("output").textContent = `显示 ${shown} / ${rows.length} 份`;
  };

  // Empty cells stay at the end, whichever way the column is sorted.
  const sort = (header) => {
    const column = header.cellIndex;
    const numeric = header.dataset.sort === "number";
    const down = numeric ? header.getAttribute("aria-sort") !== "descending" : header.getAttribute("aria-sort") === "ascending";
    document.querySelectorAll("#reports th[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
    header.setAttribute("aria-sort", down ? "descending" : "ascending");
    const value = ({ row }) => {
      const cell = row.cells[column];
      return numeric ? (cell.dataset.v === undefined ? null : Number(cell.dataset.v)) : cell.textContent.trim();
    };
    const keyed = rows.map((entry) => [value(entry), entry.row]);
    keyed.sort(([a], [b]) => {
      if (a === null || b === null) return (a === null) - (b === null);
      return (down ? -1 : 1) * (numeric ? a - b : collator.compare(a, b));
    });
    body.append(...keyed.map(([, row]) => row));
  };

  // One menu at a time; Escape or a click elsewhere closes it.
  const close = (kept) => document.querySelectorAll(".menu[open]").forEach((menu) => menu !== kept && menu.removeAttribute("open"));
  document.addEventListener("click", (event) => close(event.target.closest(".menu")));
  document.addEventListener("keydown", (event) => event.key === "Escape" && close(null));

  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  document.querySelectorAll("#reports th[data-sort] button").forEach((button) =>
    button.addEventListener("click", () => sort(button.parentElement)));
  filter();
})();
