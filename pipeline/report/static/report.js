/* Sorting, filtering and searching in the report, and its charts. Text of plans is only ever set as text. */
(function () {
  "use strict";
  const received = {}, waiting = {};
  window.councilplans = {
    receive(name, value) {
      received[name] = value;
      (waiting[name] || []).forEach((then) => then(value));
      delete waiting[name];
    },
  };
  const root = document.body.dataset.root;
  const first = 150; // rows drawn at once
  const byWords = new Intl.Collator("en-GB", { numeric: true, sensitivity: "base" });
  const dayWords = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }
  const printed = (text, name) => make("div", { class: name, dir: "auto" }, text);
  const day = (iso) => dayWords.format(new Date(iso + "T00:00:00Z"));
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  const bare = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  function load(name, then) {
    if (received[name]) return then(received[name]);
    const asked = waiting[name];
    (waiting[name] = asked || []).push(then);
    if (!asked) document.head.append(make("script", { src: `${root}data/${name}.js` }));
  }
  function hash() { return new URLSearchParams(location.hash.slice(1)); }

  /* Headings that sort: a button in each, the order told by aria-sort. */
  function sortButton(heading, act) {
    const button = make("button", { type: "button" });
    const link = heading.querySelector("a");
    if (link) { // a heading that links keeps its link, and sorts by a button of its own
      button.append(make("span", { class: "hidden-words" }));
      button.setAttribute("aria-label", "Sort by " + heading.textContent.trim());
      heading.append(button);
    } else {
      button.append(...heading.childNodes);
      heading.append(button);
    }
    heading.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => {
      const down = heading.getAttribute("aria-sort") === "ascending";
      for (const other of heading.parentNode.children) other.setAttribute("aria-sort", "none");
      heading.setAttribute("aria-sort", down ? "descending" : "ascending");
      act(down ? -1 : 1);
    });
  }
  function cellValue(row, place) {
    const cell = row.cells[place], text = (cell.dataset.sort ?? cell.textContent).trim();
    const number = Number(text.replace(/[,%▼\s]/g, ""));
    return text !== "" && !Number.isNaN(number) ? number : text;
  }
  function compare(one, other) {
    if (typeof one === "number" && typeof other === "number") return one - other;
    return byWords.compare(String(one), String(other));
  }
  for (const table of document.querySelectorAll("table.sortable")) {
    [...table.tHead.rows[0].cells].forEach((heading, place) => sortButton(heading, (way) => {
      const rows = [...table.tBodies[0].rows].map((row) => [cellValue(row, place), row]);
      rows.sort((one, other) => (one[0] === "") - (other[0] === "") || way * compare(one[0], other[0]));
      table.tBodies[0].append(...rows.map((pair) => pair[1]));
    }));
  }
  for (const input of document.querySelectorAll("input[data-filters]")) {
    const rows = [...document.getElementById(input.dataset.filters).querySelectorAll("tbody tr")];
    const texts = rows.map((row) => fold(row.textContent));
    input.addEventListener("input", () => {
      const wanted = fold(input.value).split(/\s+/).filter(Boolean);
      rows.forEach((row, place) => { row.hidden = !wanted.every((word) => texts[place].includes(word)); });
    });
  }

  /* Charts, one after the other so that the page answers in between. The expressions in them are interpreted, not evaluated. */
  function draw(boxes) {
    const box = boxes.shift();
    if (!box) return;
    const spec = JSON.parse(box.querySelector("script").textContent);
    const inner = box.appendChild(make("div"));
    const many = JSON.stringify(spec).length > 400000;
    window.vegaEmbed(inner, spec, { actions: false, ast: true, mode: "vega-lite", renderer: many ? "canvas" : "svg" })
      .then(() => {
        for (const mark of inner.querySelectorAll("svg, svg [role]")) { // the box is one image with one description
          for (const name of ["role", "aria-label", "aria-roledescription"]) mark.removeAttribute(name);
        }
        box.dataset.drawn = "yes";
      }, (error) => { inner.textContent = "The chart could not be drawn; the table holds its numbers."; console.error(error); })
      .then(() => setTimeout(() => draw(boxes), 0));
  }
  if (window.vegaEmbed) draw([...document.querySelectorAll(".chart .canvas")]);

  /* Lists of actions. */
  const columns = {
    council: { title: "Council", value: (item) => item.council, cell: councilCell },
    action: { title: "Action", value: (item) => [item.plan, item.at], cell: actionCell },
    owner: { title: "Owner", value: (item) => (item.owners || []).map((owner) => owner[0]).join("; ") || item.owner_text || "", cell: ownerCell },
    due: { title: "When", value: (item) => item.due || "", cell: dueCell },
    state: { title: "State", value: (item) => item.rag || item.state || "", cell: stateCell },
    framework: { title: "Framework", value: (item) => item.eflg || item.module || "", cell: frameworkCell },
    source: { title: "Source", value: (item) => [item.plan, item.page || 0, item.table || 0, item.row || 0], cell: sourceCell },
  };
  function councilCell(item) {
    return [make("a", { href: `${root}councils/${item.slug}.html`, dir: "auto" }, item.council)];
  }
  function actionCell(item, list) {
    const grouping = [item.theme, item.objective].filter(Boolean).join(" › ");
    const words = item.action || "(no words in the action cell)";
    const shown = list.own ? make("span", { class: "words", dir: "auto" }, words)
      : make("a", { class: "words", dir: "auto", href: `${root}councils/${item.slug}.html#action=${encodeURIComponent(item.id)}` }, words);
    const found = [
      grouping ? printed(grouping, "grouping") : null,
      make("div", { dir: "auto" }, item.reference ? make("span", { class: "label" }, item.reference + " ") : null, shown),
      item.outcome ? make("div", { class: "outcome", dir: "auto" }, make("span", { class: "label" }, "Outcome: "), item.outcome) : null,
    ];
    if (list.own) found.push(everything(item, list));
    return found;
  }
  function everything(item, list) {
    const told = make("dl");
    const add = (name, ...values) => values.length && told.append(make("dt", {}, name), ...values.map((value) => value instanceof Node ? make("dd", {}, value) : make("dd", { dir: "auto" }, String(value))));
    for (const [name, key] of [["Evidence", "evidence"], ["Progress", "progress"], ["Owner as printed", "owner_text"], ["Timescale as printed", "timescale_text"], ["Status as printed", "status_text"]]) {
      if (item[key]) add(name, item[key]);
    }
    for (const [header, text] of item.extras || []) add(header || "(column without a heading)", text);
    if (item.characteristics) add("Characteristics", item.characteristics.join(", "));
    if (item.flags) add("To look at", ...item.flags.map((code) => list.meanings.flags[code] || code));
    if (item.near) add("Much the same in other councils", ...item.near.map((other) => {
      const link = other.slug ? make("a", { href: `${other.slug}.html#action=${encodeURIComponent(other.id)}`, dir: "auto" }, other.action || "(no words)") : other.action;
      return make("span", {}, other.council + ": ", link, ` (likeness ${other.score.toFixed(2)})`);
    }));
    add("Id, for councilplans explain", item.id);
    return make("details", {}, make("summary", {}, "Everything printed"), told);
  }
  function ownerCell(item) {
    const owners = (item.owners || []).map((owner) => make("div", { dir: "auto", title: [owner[1], owner[2]].filter(Boolean).join(", ") }, owner[0] + (owner[3] === "support" ? " (supports)" : "")));
    const names = (item.owners || []).map((owner) => owner[0]).join(" ");
    if (item.owner_text && bare(item.owner_text) !== bare(names)) owners.push(printed("printed: " + item.owner_text, "printed"));
    return owners.length ? owners : [make("span", { class: "none" }, "not named")];
  }
  function dueCell(item) {
    const found = [];
    if (item.due) found.push(make("div", {}, day(item.due)));
    const also = [item.ongoing ? "ongoing" : "", item.recurrence ? item.recurrence.toLowerCase() : ""].filter(Boolean).join(", ");
    if (also) found.push(make("div", {}, also));
    if (item.timescale_text) found.push(printed("printed: " + item.timescale_text, "printed"));
    return found.length ? found : [make("span", { class: "none" }, "not said")];
  }
  function stateCell(item) {
    const found = [];
    if (item.rag) found.push(make("span", { class: "chip " + item.rag.toLowerCase() }, item.rag));
    if (item.state) found.push(make("div", {}, item.state));
    return found.length ? found : [make("span", { class: "none" }, "not said")];
  }
  function frameworkCell(item, list) {
    if (item.eflg) return [make("a", { href: `${root}themes/theme-${item.eflg}.html` }, `${item.eflg} ${list.meanings.themes[item.eflg]}`)];
    return [make("span", { class: item.module ? "" : "none" }, item.module ? item.module + " (no theme)" : "not placed")];
  }
  function sourceCell(item, list) {
    const plan = list.plans[item.plan];
    const place = item.page ? `page ${item.page}` : item.table ? `table ${item.table}, row ${item.row}` : "document";
    const title = `${plan.source}, ${place}`;
    if (!plan.href) return [make("span", { title, "aria-label": title, role: "note" }, place)];
    const path = root ? plan.href : plan.href.replace(/^\.\.\//, "");
    return [make("a", { href: path + (plan.paged && item.page ? `#page=${item.page}` : ""), title, "aria-label": title }, place)];
  }

  class ActionList {
    constructor(section, data, meanings) {
      this.section = section;
      this.meanings = meanings;
      this.plans = data.plans;
      this.items = data.actions;
      this.note = data.note; // what the list leaves out, in a sentence
      this.own = !section.dataset.columns.includes("council");
      this.columns = section.dataset.columns.split(" ");
      this.sort = null;
      this.shown = first;
      this.texts = this.items.map((item) => fold(JSON.stringify(Object.values(item))));
      this.filters = [];
      this.build();
      this.follow();
    }
    build() {
      const bar = make("form", { class: "filters", "aria-label": "Filter the list" });
      bar.addEventListener("submit", (event) => event.preventDefault());
      this.search = make("input", { type: "search", autocomplete: "off" });
      this.search.addEventListener("input", () => this.change());
      bar.append(make("label", { class: "wide-field" }, "Search", this.search));
      if (!this.own) this.choice(bar, "council", "Council", (item) => [item.council]);
      if (this.columns.includes("framework")) this.choice(bar, "theme", "Theme", (item) => [item.eflg || "none"], (value) => value === "none" ? "not placed" : `${value} ${this.meanings.themes[value]}`);
      this.choice(bar, "function", "Owner’s function", (item) => [...new Set((item.owners || []).map((owner) => owner[1] || "Not known"))].concat(item.owners ? [] : ["No owner"]));
      this.choice(bar, "state", "State or rating", (item) => [item.state, item.rag].filter(Boolean).concat(item.state || item.rag ? [] : ["Not said"]));
      this.choice(bar, "characteristic", "Characteristic", (item) => item.characteristics || ["None named"]);
      if (this.own) this.choice(bar, "year", "Due", (item) => [item.due ? item.due.slice(0, 4) : item.ongoing ? "Ongoing, no date" : "No date"]);
      const reset = make("button", { type: "button" }, "Show all");
      reset.addEventListener("click", () => { this.clear(); this.change(); });
      bar.append(reset);
      this.said = make("p", { class: "said", role: "status" });
      const head = make("tr", { role: "row" });
      for (const name of this.columns) {
        const heading = make("th", { scope: "col", role: "columnheader", class: "c-" + name }, columns[name].title);
        sortButton(heading, (way) => { this.sort = [name, way]; this.render(); });
        head.append(heading);
      }
      this.body = make("tbody", { role: "rowgroup" });
      const table = make("table", { role: "table" }, make("caption", {}, this.section.dataset.caption), make("thead", { role: "rowgroup" }, head), this.body);
      const more = make("button", { type: "button" }, "Show the rest");
      more.addEventListener("click", () => { const next = this.shown; this.shown = Infinity; this.render(); this.body.rows[next]?.querySelector("a, summary")?.focus(); });
      this.more = make("p", { class: "more" }, more);
      const cut = this.note ? [make("p", { class: "cut" }, this.note)] : [];
      this.section.replaceChildren(...cut, bar, this.said, table, this.more);
    }
    choice(bar, key, title, values, worded) {
      const counts = new Map();
      for (const item of this.items) for (const value of values(item)) counts.set(value, (counts.get(value) || 0) + 1);
      const select = make("select", { "data-key": key }, make("option", { value: "" }, "any"));
      for (const value of [...counts.keys()].sort(byWords.compare)) {
        select.append(make("option", { value }, `${worded ? worded(value) : value} (${counts.get(value)})`));
      }
      select.addEventListener("change", () => this.change());
      bar.append(make("label", {}, title, select));
      this.filters.push({ select, values });
    }
    clear() {
      this.search.value = "";
      for (const filter of this.filters) filter.select.value = "";
    }
    change() { this.shown = first; this.sought = null; this.render(); }
    follow() { // an address may name an action or choose a filter: #action=ID, #theme=3.1
      const asked = hash();
      this.clear();
      this.sought = asked.get("action");
      for (const filter of this.filters) {
        const value = asked.get(filter.select.dataset.key);
        if (value !== null) filter.select.value = value;
      }
      if (this.items.some((item) => item.id === this.sought)) this.shown = Infinity;
      this.render();
      const row = this.sought && this.body.querySelector("tr.sought");
      if (this.sought && !row) this.said.textContent = `The action ${this.sought} is not in this list${this.note ? ", which is cut" : ""}. ${this.said.textContent}`;
      if (row) { row.querySelector("details")?.setAttribute("open", ""); row.scrollIntoView({ block: "center" }); row.focus({ preventScroll: true }); }
      else if ([...asked.keys()].length) this.section.scrollIntoView();
    }
    matching() {
      const wanted = fold(this.search.value).split(/\s+/).filter(Boolean);
      const chosen = this.filters.filter((filter) => filter.select.value);
      const found = this.items.filter((item, place) => wanted.every((word) => this.texts[place].includes(word))
        && chosen.every((filter) => filter.values(item).includes(filter.select.value)));
      if (!this.sort) return found;
      const [name, way] = this.sort, value = columns[name].value;
      const keyed = found.map((item) => [value(item), item]);
      keyed.sort((one, other) => {
        if (Array.isArray(one[0])) {
          for (let place = 0; place < one[0].length; place++) if (one[0][place] !== other[0][place]) return way * (one[0][place] - other[0][place]);
          return 0;
        }
        return (one[0] === "") - (other[0] === "") || way * byWords.compare(one[0], other[0]);
      });
      return keyed.map((pair) => pair[1]);
    }
    render() {
      const found = this.matching();
      const rows = document.createDocumentFragment();
      for (const item of found.slice(0, this.shown)) {
        const row = make("tr", { role: "row", "data-id": item.id });
        if (item.id === this.sought) { row.className = "sought"; row.tabIndex = -1; }
        for (const name of this.columns) {
          row.append(make("td", { role: "cell", class: "c-" + name, "data-label": columns[name].title }, ...columns[name].cell(item, this)));
        }
        rows.append(row);
      }
      this.body.replaceChildren(rows);
      const shown = Math.min(found.length, this.shown);
      const named = this.note ? "listed actions" : "actions";
      this.said.textContent = found.length === this.items.length && shown === found.length
        ? `${found.length} ${named}` : `${found.length} of ${this.items.length} ${named}` + (shown < found.length ? `, the first ${shown} shown` : "");
      this.more.hidden = shown === found.length;
    }
  }

  const lists = [];
  function show(section, name) {
    load("meanings", (meanings) => load(name, (data) => {
      const list = new ActionList(section, data, meanings);
      lists.splice(0, lists.length, list);
      section.dataset.ready = name;
    }));
  }
  window.addEventListener("beforeprint", () => {
    for (const list of lists) { list.shown = Infinity; list.render(); }
    for (const names of document.querySelectorAll(".names details")) names.open = true;
  });

  const quarter = document.getElementById("quarter");
  const section = document.querySelector("section.actions");
  if (section && !quarter) {
    show(section, section.dataset.source);
    window.addEventListener("hashchange", () => lists.forEach((list) => list.follow()));
  }

  /* Due dates: one data file a quarter, loaded when it is chosen. */
  if (quarter) {
    const said = document.getElementById("quarter-said");
    const choose = (key) => {
      said.textContent = "";
      quarter.value = key;
      load("quarter-" + key, (data) => { owners(data); show(section, "quarter-" + key); });
    };
    const owners = (data) => {
      const counts = new Map();
      for (const item of data.actions) {
        const names = (item.owners || []).map((owner) => owner[0]);
        for (const name of names.length ? names : ["(no owner named)"]) {
          const key = name + "\n" + item.council;
          counts.set(key, (counts.get(key) || 0) + 1);
        }
      }
      const listed = [...counts].sort((one, other) => other[1] - one[1] || byWords.compare(one[0], other[0]));
      const entries = listed.slice(0, 30).map(([key, count]) => {
        const [name, council] = key.split("\n");
        return make("li", { dir: "auto" }, `${name}, ${council}: ${count}`);
      });
      document.getElementById("quarter-owners").replaceChildren(
        make("h3", {}, "Who owns them" + (data.note ? ", of the actions listed" : "") + (listed.length > 30 ? " (the 30 with the most)" : "")), make("ul", { class: "owned" }, ...entries));
    };
    const known = (key) => [...quarter.options].some((option) => option.value === key);
    const start = () => { const asked = hash().get("quarter"); choose(asked && known(asked) ? asked : quarter.dataset.first); };
    quarter.addEventListener("change", () => choose(quarter.value));
    document.getElementById("quarter-today").addEventListener("click", () => {
      const now = new Date(), next = new Date(Date.UTC(now.getFullYear(), Math.floor(now.getMonth() / 3) * 3 + 3, 1));
      const key = next.toISOString().slice(0, 7);
      if (known(key)) choose(key); else said.textContent = `No action falls due in the quarter that starts on ${day(next.toISOString().slice(0, 10))}.`;
    });
    document.getElementById("choose-quarter").addEventListener("submit", (event) => event.preventDefault());
    window.addEventListener("hashchange", start);
    start();
    if (hash().get("quarter")) document.getElementById("quarter-heading").scrollIntoView();
  }
})();
