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
  /* What the reader chose stands in the address behind the #, so that a page can be linked as it is seen. */
  const address = {
    get: () => new URLSearchParams(location.hash.slice(1)),
    set(changes) {
      const told = address.get();
      for (const [name, value] of Object.entries(changes)) {
        if (value) told.set(name, value); else told.delete(name);
      }
      const text = told.toString();
      history.replaceState(null, "", text ? "#" + text : location.pathname + location.search);
    },
  };

  /* Tables to take away: what is shown, as CSV that no spreadsheet takes for a formula. */
  const csvCell = (value) => {
    let text = value === null || value === undefined ? "" : String(value);
    if (typeof value === "string" && /^[=+\-@\t\r\n＝＋－＠]/.test(text)) text = "'" + text;
    return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  function download(name, rows) {
    const text = "\ufeff" + rows.map((row) => row.map(csvCell).join(",")).join("\r\n") + "\r\n";
    const link = make("a", { href: URL.createObjectURL(new Blob([text], { type: "text/csv" })), download: name + ".csv" });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }
  const fileName = (words) => fold(words).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) || "list";
  function csvText(cell) {
    if (cell.dataset.csv !== undefined) return cell.dataset.csv;
    const copy = cell.cloneNode(true);
    for (const gone of copy.querySelectorAll("li[hidden], details:has(li) > summary")) gone.remove();
    for (const item of copy.querySelectorAll("li + li")) item.prepend("; ");
    return copy.textContent;
  }
  const tableRows = (table) => [table.tHead.rows[0], ...[...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => !row.hidden)]
    .map((row) => [...row.cells].map((cell) => csvText(cell).replace(/[ \t\n]+/g, " ").trim()));
  function offer(table) {
    const button = make("button", { type: "button" }, "Download as CSV");
    const words = table.caption ? table.caption.textContent : document.title;
    button.addEventListener("click", () => download(fileName(words), tableRows(table)));
    (table.closest(".scroll") || table).after(make("p", { class: "take" }, button));
  }

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
    const sort = (way) => {
      for (const other of heading.parentNode.children) other.setAttribute("aria-sort", "none");
      heading.setAttribute("aria-sort", way < 0 ? "descending" : "ascending");
      act(way);
    };
    button.addEventListener("click", () => sort(heading.getAttribute("aria-sort") === "ascending" ? -1 : 1));
    return sort;
  }
  function cellValue(row, place) {
    const cell = row.cells[place], text = (cell.dataset.sort ?? cell.textContent).trim();
    const number = Number(text.replace(/[,%▼≈\s]/g, ""));
    return text !== "" && !Number.isNaN(number) ? number : text;
  }
  function compare(one, other) {
    if (typeof one === "number" && typeof other === "number") return one - other;
    return byWords.compare(String(one), String(other));
  }
  const sorts = {}; // of tables with a name, heading by heading, so that an address can ask for one
  for (const table of document.querySelectorAll("table.sortable")) {
    sorts[table.id] = [...table.tHead.rows[0].cells].map((heading, place) => sortButton(heading, (way) => {
      const rows = [...table.tBodies[0].rows].map((row) => [cellValue(row, place), row]);
      rows.sort((one, other) => (one[0] === "") - (other[0] === "") || way * compare(one[0], other[0]));
      table.tBodies[0].append(...rows.map((pair) => pair[1]));
      if (table.id) address.set({ ["sort." + table.id]: `${place + 1}${way < 0 ? "-down" : ""}` });
    }));
    offer(table);
  }
  for (const table of document.querySelectorAll("table.cards")) { // shown as blocks where the page is narrow, so roles are said
    const headings = [...table.tHead.rows[0].cells].map((heading) => heading.textContent.trim());
    table.setAttribute("role", "table");
    for (const part of [table.tHead, ...table.tBodies]) part.setAttribute("role", "rowgroup");
    for (const row of table.rows) {
      row.setAttribute("role", "row");
      [...row.cells].forEach((cell, place) => {
        cell.setAttribute("role", row.parentNode === table.tHead ? "columnheader" : cell.tagName === "TH" ? "rowheader" : "cell");
        if (row.parentNode !== table.tHead) cell.dataset.label = headings[place];
      });
    }
  }
  const show = (row) => { row.hidden = Boolean(row.notFound || row.notPeer); };
  const searches = [];
  for (const input of document.querySelectorAll("input[data-filters]")) {
    const rows = [...document.getElementById(input.dataset.filters).querySelectorAll("tbody tr")];
    const texts = rows.map((row) => fold(row.textContent));
    const search = () => {
      const wanted = fold(input.value).split(/\s+/).filter(Boolean);
      rows.forEach((row, place) => { row.notFound = !wanted.every((word) => texts[place].includes(word)); show(row); });
    };
    input.addEventListener("input", () => { search(); address.set({ ["find." + input.id]: input.value }); });
    searches.push(() => { input.value = address.get().get("find." + input.id) || ""; search(); });
  }
  function followTables() { // what an address says of the tables: #sort.table-councils=3-down&find.find-owner=hr
    for (const search of searches) search();
    for (const [name, value] of address.get()) {
      const asked = /^sort\.(.+)$/.exec(name), place = parseInt(value, 10) - 1;
      if (asked && sorts[asked[1]]?.[place]) sorts[asked[1]][place](value.endsWith("-down") ? -1 : 1);
    }
  }

  /* Charts, one after the other so that the page answers in between. The expressions in them are interpreted, not evaluated. */
  const charts = window.vegaEmbed ? [...document.querySelectorAll(".chart .canvas")].map((box) => {
    const spec = JSON.parse(box.querySelector("script").textContent);
    return { box, spec, rows: spec.datasets.rows, inner: box.appendChild(make("div")) };
  }) : [];
  charts.forEach((chart, place) => { if (chart.rows === undefined) chart.rows = charts[place - 1].rows; }); // one set of rows, two charts
  function themeRows(rows) { // a row for the councils with an action in a theme, then one for those without
    const chosen = councils.filter((council) => isPeer(council.label));
    return rows.map((row, place) => ({ ...row, councils: chosen.filter((council) => Boolean(council.themes[place >> 1]) === !row.place).length }));
  }
  function draw(waiting) {
    const chart = waiting.shift();
    if (!chart) return;
    if (chart.box.closest("[hidden]")) { chart.box.dataset.drawn = "hidden"; draw(waiting); return; }
    const { box, inner } = chart;
    const rows = chart.box.dataset.rows === "themes" ? themeRows(chart.rows) : chart.rows.filter((row) => isPeer(row.council ?? (chart.box.dataset.rows === "councils" ? row.row : undefined)));
    const spec = { ...chart.spec, datasets: { ...chart.spec.datasets, rows } };
    const many = rows.length > 4000;
    window.vegaEmbed(inner, spec, { actions: false, ast: true, mode: "vega-lite", renderer: many ? "canvas" : "svg" })
      .then(() => {
        for (const mark of inner.querySelectorAll("svg, svg [role]")) { // the box is one image with one description
          for (const name of ["role", "aria-label", "aria-roledescription"]) mark.removeAttribute(name);
        }
        box.dataset.drawn = "yes";
      }, (error) => { inner.textContent = "The chart could not be drawn; the table holds its numbers."; console.error(error); })
      .then(() => setTimeout(() => draw(waiting), 0));
  }

  /* Peers: one choice of type, region, nation and group narrows every table, chart, figure and list of the page. */
  const peerKeys = [["type", "Type"], ["region", "Region"], ["nation", "Nation"], ["group", "Group"]];
  let councils = [], peers = null; // the labels chosen, null for all
  const narrows = Boolean(document.getElementById("peers")) // pages that show nothing by council need no list of them
    && Boolean(document.querySelector("[data-council], .chart, section.actions[data-columns*=council], [data-figure], [data-theme-figure]"));
  const isPeer = (label) => peers === null || label === undefined || peers.has(label);
  const kindsOf = (council, key) => key === "group" ? council.groups || [] : council[key] ? [council[key]] : [];
  function choosePeers() {
    const asked = address.get();
    const chosen = peerKeys.map(([key]) => [key, asked.get(key)]).filter(([, value]) => value);
    peers = narrows && chosen.length
      ? new Set(councils.filter((council) => chosen.every(([key, value]) => kindsOf(council, key).includes(value))).map((council) => council.label))
      : null;
  }
  const peerAddress = () => new URLSearchParams(peerKeys.map(([key]) => [key, address.get().get(key)]).filter(([, value]) => value)).toString();
  function peerBar() {
    const bar = document.getElementById("peers");
    if (!narrows) return;
    for (const [key, title] of peerKeys) {
      const counts = new Map();
      for (const council of councils) for (const value of kindsOf(council, key)) counts.set(value, (counts.get(value) || 0) + 1);
      const asked = address.get().get(key);
      if (asked && !counts.has(asked)) counts.set(asked, 0);
      if (!counts.size) continue;
      const select = make("select", { "data-peers": key }, make("option", { value: "" }, "any"));
      for (const value of [...counts.keys()].sort(byWords.compare)) select.append(make("option", { value }, `${value} (${counts.get(value)})`));
      select.value = asked || "";
      select.addEventListener("change", () => { address.set({ [key]: select.value }); applyPeers(); });
      bar.append(make("label", {}, title, select));
    }
    if (!bar.querySelector("select")) return;
    const all = make("button", { type: "button" }, "All councils");
    all.addEventListener("click", () => { address.set(Object.fromEntries(peerKeys.map(([key]) => [key, ""]))); followPeers(); });
    bar.append(all, make("p", { class: "said", role: "status", id: "peers-said" }));
    bar.addEventListener("submit", (event) => event.preventDefault());
    bar.hidden = false;
  }
  function followPeers() {
    for (const select of document.querySelectorAll("select[data-peers]")) select.value = address.get().get(select.dataset.peers) || "";
    applyPeers();
  }
  const percent = (part, whole) => { // as the pages print it: 0 and 100 are never rounded to
    if (!whole) return "–";
    const share = Math.round(100 * part / whole);
    return `${part > 0 && part < whole ? Math.min(99, Math.max(1, share)) : share}%`;
  };
  function applyPeers() {
    choosePeers();
    const chosen = councils.filter((council) => isPeer(council.label));
    const sum = (key) => chosen.reduce((total, council) => total + (council[key] || 0), 0);
    for (const row of document.querySelectorAll("tr[data-council]")) {
      row.notPeer = !(isPeer(row.dataset.council) || (row.dataset.other && isPeer(row.dataset.other)));
      show(row);
    }
    for (const name of document.querySelectorAll("li[data-council]")) name.hidden = !isPeer(name.dataset.council);
    for (const table of document.querySelectorAll("table.heat")) totals(table);
    const actions = sum("actions");
    for (const figure of document.querySelectorAll("[data-figure]")) {
      const of = figure.dataset.figure;
      figure.textContent = of === "councils" ? chosen.length.toLocaleString("en-GB")
        : of === "owned" || of === "due" ? percent(sum(of), actions) : sum(of).toLocaleString("en-GB");
    }
    for (const cell of document.querySelectorAll("[data-theme-figure]")) {
      const place = Number(cell.dataset.place), of = cell.dataset.themeFigure;
      const having = chosen.filter((council) => council.themes[place]).length;
      const number = of === "with" ? having : of === "without" ? chosen.length - having
        : chosen.reduce((total, council) => total + (of === "also" ? council.also?.[place] || 0 : council.themes[place]), 0);
      cell.textContent = number.toLocaleString("en-GB");
    }
    quarterFigures();
    const said = document.getElementById("peers-said");
    if (said) said.textContent = peers === null ? "" : `${chosen.length} of ${councils.length} councils. Tables, charts, figures and lists show these; sentences count all.`;
    const kept = peerAddress();
    for (const link of document.querySelectorAll("nav a, a[href*='themes/theme-'], .up a")) { // the choice goes along
      link.dataset.plain ??= link.getAttribute("href");
      link.href = kept && !link.dataset.plain.includes("#") ? `${link.dataset.plain}#${kept}` : link.dataset.plain;
    }
    draw([...charts]);
    for (const list of lists) list.change();
  }
  function totals(table) { // the foot of a table of counts adds up the rows shown
    if (!table.tFoot) return;
    const rows = [...table.tBodies[0].rows].filter((row) => !row.notPeer);
    const share = table.dataset.by === "share";
    const whole = rows.reduce((total, row) => total + Number(row.dataset.actions || 0), 0);
    [...table.tFoot.rows[0].cells].forEach((cell, place) => {
      if (!place) return;
      const total = rows.reduce((sum, row) => sum + (row.cells[place].count || 0), 0);
      cell.textContent = share ? percent(total, whole) : total.toLocaleString("en-GB");
    });
  }
  function quarterFigures() { // from the rows of the chart, where it has them by council
    const chart = charts.find((one) => one.rows.some((row) => row.quarter));
    if (!chart || !chart.rows.some((row) => row.council)) return;
    const all = new Map(), open = new Map();
    for (const row of chart.rows) {
      if (!isPeer(row.council)) continue;
      all.set(row.quarter, (all.get(row.quarter) || 0) + row.actions);
      if (!row.place) open.set(row.quarter, (open.get(row.quarter) || 0) + row.actions);
    }
    for (const cell of document.querySelectorAll("[data-quarter-figure]")) {
      if (all.has(cell.dataset.quarter)) cell.textContent = (cell.dataset.quarterFigure === "open" ? open : all).get(cell.dataset.quarter) || 0;
    }
    for (const option of document.querySelectorAll("option[data-quarter]")) {
      if (!all.has(option.dataset.quarter)) continue;
      const count = all.get(option.dataset.quarter);
      option.textContent = `${option.dataset.words}: ${count} action${count === 1 ? "" : "s"}`;
    }
  }

  /* Counts or shares, in the charts and tables that have both. */
  const darkest = 0.4; // share of a council's actions from which a square is darkest
  for (const cell of document.querySelectorAll("table.heat tbody td")) {
    cell.count = Number((cell.querySelector("a, .value") || cell).textContent.replace(/,/g, ""));
    [cell.shade] = /\bh\d\b/.exec(cell.className) || ["h0"];
  }
  const ways = document.getElementById("count-or-share");
  function countOrShare() {
    if (!ways) return;
    const by = address.get().get("by") === "share" ? "share" : "count";
    for (const input of ways.querySelectorAll("input")) input.checked = input.value === by;
    for (const box of document.querySelectorAll("[data-shown-by]")) box.hidden = box.dataset.shownBy !== by;
    for (const table of document.querySelectorAll("table.heat[data-by]")) {
      table.dataset.by = by;
      for (const cell of table.tBodies[0].querySelectorAll("td")) {
        const whole = Number(cell.parentNode.dataset.actions), share = cell.count / (whole || 1);
        (cell.querySelector("a, .value") || cell).textContent = by === "share" && cell.count ? percent(cell.count, whole) : cell.count;
        const shade = share ? "h" + Math.min(5, Math.ceil(5 * Math.sqrt(share / darkest))) : "h0";
        cell.className = cell.className.replace(/\bh\d\b/, by === "share" ? shade : cell.shade);
      }
      totals(table);
    }
  }
  if (ways) ways.addEventListener("change", (event) => { address.set({ by: event.target.value === "share" ? "share" : "" }); countOrShare(); draw([...charts]); });

  /* One group of peers at a time on a council's page of peers. */
  const group = document.getElementById("peer-group");
  function followGroup() {
    if (!group) return;
    const asked = address.get().get("peers");
    if (asked && [...group.options].some((option) => option.value === asked)) group.value = asked;
    for (const section of document.querySelectorAll("[data-peer-group]")) section.hidden = section.dataset.peerGroup !== group.value;
  }
  if (group) group.addEventListener("change", () => { address.set({ peers: group.value }); followGroup(); });
  followGroup();

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
  function doubts(item, ...fields) {
    const found = (item.doubts || []).filter((doubt) => fields.includes(doubt[0]));
    if (!found.length) return [];
    const least = Math.min(...found.map(([, chance]) => chance)), why = [...new Set(found.map((doubt) => doubt[2]))].join(" ");
    return [make("div", { class: "doubt", title: why }, `≈ may be wrong (${Math.round(100 * least)}% sure)`)];
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
    found.push(...doubts(item, "row", "action", "reference", "outcome", "theme", "objective"));
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
    if (item.corrected) add("Corrected by a person", item.corrected.join(", "));
    if (item.flags) add("To look at", ...item.flags.map((code) => list.meanings.flags[code] || code));
    if (item.near) add("Much the same in other councils", ...item.near.map((other) => {
      const link = other.slug ? make("a", { href: `${other.slug}.html#action=${encodeURIComponent(other.id)}`, dir: "auto" }, other.action || "(no words)") : other.action;
      return make("span", {}, other.council + ": ", link, ` (likeness ${other.score.toFixed(2)})`);
    }));
    if (item.doubts) add("May be wrong", ...item.doubts.map(([field, chance, why]) => `${field} (${Math.round(100 * chance)}% sure): ${why}`));
    add("Id, for councilplans explain", item.id);
    return make("details", {}, make("summary", {}, "Everything printed"), told);
  }
  function ownerCell(item) {
    const owners = (item.owners || []).map((owner) => make("div", { dir: "auto", title: [owner[1], owner[2]].filter(Boolean).join(", ") }, owner[0] + (owner[3] === "support" ? " (supports)" : "")));
    const names = (item.owners || []).map((owner) => owner[0]).join(" ");
    if (item.owner_text && bare(item.owner_text) !== bare(names)) owners.push(printed("printed: " + item.owner_text, "printed"));
    owners.push(...doubts(item, "owners", "owner_text"));
    return owners.length ? owners : [make("span", { class: "none" }, "not named")];
  }
  function dueCell(item) {
    const found = [];
    if (item.due) found.push(make("div", {}, day(item.due)));
    const also = [item.ongoing ? "ongoing" : "", item.recurrence ? item.recurrence.toLowerCase() : ""].filter(Boolean).join(", ");
    if (also) found.push(make("div", {}, also));
    if (item.timescale_text) found.push(printed("printed: " + item.timescale_text, "printed"));
    found.push(...doubts(item, "due", "start", "periods", "timescale_text", "ongoing", "recurrence"));
    return found.length ? found : [make("span", { class: "none" }, "not said")];
  }
  function stateCell(item) {
    const found = [];
    if (item.rag) found.push(make("span", { class: "chip " + item.rag.toLowerCase() }, item.rag));
    if (item.state) found.push(make("div", {}, item.state));
    found.push(...doubts(item, "state", "rag", "status_text"));
    return found.length ? found : [make("span", { class: "none" }, "not said")];
  }
  function frameworkCell(item, list) {
    const theme = (number, words) => make("a", { href: `${root}themes/theme-${number}.html` }, `${words || ""}${number} ${list.meanings.themes[number]}`);
    const unsure = doubts(item, "eflg_module", "eflg_theme");
    if (item.eflg) return [theme(item.eflg), ...(item.also ? [make("div", { class: "also" }, theme(item.also, "also names "))] : []), ...unsure];
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
      this.sorters = {};
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
      this.search.addEventListener("input", () => this.change(true));
      bar.append(make("label", { class: "wide-field" }, "Search", this.search));
      if (!this.own) this.choice(bar, "council", "Council", (item) => [item.council]);
      if (this.columns.includes("framework")) this.choice(bar, "theme", "Theme", (item) => [item.eflg || "none"], (value) => value === "none" ? "not placed" : `${value} ${this.meanings.themes[value]}`);
      if (this.items.some((item) => item.also)) this.choice(bar, "also", "Also names", (item) => item.also ? [item.also] : [], (value) => `${value} ${this.meanings.themes[value]}`);
      this.choice(bar, "function", "Owner’s function", (item) => [...new Set((item.owners || []).map((owner) => owner[1] || "Not known"))].concat(item.owners ? [] : ["No owner"]));
      this.choice(bar, "state", "State or rating", (item) => [item.state, item.rag].filter(Boolean).concat(item.state || item.rag ? [] : ["Not said"]));
      this.choice(bar, "look", "Worth a look", (item) => [item.doubts ? "Worth a look" : item.corrected ? "Corrected" : "Not doubted"]);
      this.choice(bar, "characteristic", "Characteristic", (item) => item.characteristics || ["None named"]);
      if (this.own) this.choice(bar, "year", "Due", (item) => [item.due ? item.due.slice(0, 4) : item.ongoing ? "Ongoing, no date" : "No date"]);
      const reset = make("button", { type: "button" }, "Show all");
      reset.addEventListener("click", () => { this.clear(); this.change(true); });
      const take = make("button", { type: "button" }, "Download as CSV");
      take.addEventListener("click", () => this.download());
      bar.append(reset, take);
      this.said = make("p", { class: "said", role: "status" });
      const head = make("tr", { role: "row" });
      for (const name of this.columns) {
        const heading = make("th", { scope: "col", role: "columnheader", class: "c-" + name }, columns[name].title);
        this.sorters[name] = sortButton(heading, (way) => { this.sort = [name, way]; this.remember(); this.render(); });
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
      select.addEventListener("change", () => this.change(true));
      bar.append(make("label", {}, title, select));
      this.filters.push({ select, values });
    }
    clear() {
      this.search.value = "";
      for (const filter of this.filters) filter.select.value = "";
    }
    change(remember) {
      this.shown = first;
      this.sought = null;
      if (remember) this.remember();
      this.render();
    }
    remember() { // what was chosen goes into the address
      const told = { q: this.search.value, action: "", sort: this.sort ? this.sort[0] + (this.sort[1] < 0 ? "-down" : "") : "" };
      for (const filter of this.filters) told[filter.select.dataset.key] = filter.select.value;
      address.set(told);
    }
    follow() { // an address may name an action, or choose filters, words and an order: #action=ID, #theme=3.1&sort=due-down
      const asked = address.get();
      this.clear();
      this.sought = asked.get("action");
      this.search.value = asked.get("q") || "";
      for (const filter of this.filters) {
        const value = asked.get(filter.select.dataset.key);
        if (value !== null) filter.select.value = value;
      }
      const [name, down] = (asked.get("sort") || "").split("-");
      if (this.sorters[name]) this.sorters[name](down ? -1 : 1);
      if (this.items.some((item) => item.id === this.sought)) this.shown = Infinity;
      this.render();
      const row = this.sought && this.body.querySelector("tr.sought");
      if (this.sought && !row) this.said.textContent = `The action ${this.sought} is not in this list${this.note ? ", which is cut" : ""}. ${this.said.textContent}`;
      if (row) { row.querySelector("details")?.setAttribute("open", ""); row.scrollIntoView({ block: "center" }); row.focus({ preventScroll: true }); }
      else if (this.filters.some((filter) => filter.select.value) || this.search.value) this.section.scrollIntoView();
    }
    download() {
      const themes = this.meanings.themes;
      const rows = this.matching().map((item) => {
        const plan = this.plans[item.plan];
        return [item.council, plan.title, item.reference, item.theme, item.objective, item.action, item.outcome,
          (item.owners || []).map((owner) => owner[0]).join("; "), item.owner_text, item.due, item.timescale_text, item.ongoing ? "yes" : "",
          item.recurrence, item.state, item.rag, (item.characteristics || []).join("; "), item.eflg ? `${item.eflg} ${themes[item.eflg]}` : "",
          item.also ? `${item.also} ${themes[item.also]}` : "", plan.source, item.page, (item.doubts || []).map((doubt) => doubt[2]).join("; "), item.id];
      });
      download(fileName(this.section.dataset.caption), [["Council", "Plan", "Reference", "Theme", "Objective", "Action", "Outcome", "Owners", "Owner as printed", "Due",
        "Timescale as printed", "Goes on", "Recurrence", "State", "Rating", "Characteristics", "Framework theme", "Also names", "File", "Page", "May be wrong", "Action id"], ...rows]);
    }
    matching() {
      const wanted = fold(this.search.value).split(/\s+/).filter(Boolean);
      const chosen = this.filters.filter((filter) => filter.select.value);
      const found = this.items.filter((item, place) => isPeer(this.own ? undefined : item.council) && wanted.every((word) => this.texts[place].includes(word))
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
  function open(section, name) {
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

  /* Due dates: one data file a quarter, loaded when it is chosen. */
  const quarter = document.getElementById("quarter");
  const section = document.querySelector("section.actions");
  function chooseQuarter(key, remember) {
    document.getElementById("quarter-said").textContent = "";
    quarter.value = key;
    if (remember) address.set({ quarter: key });
    load("quarter-" + key, (data) => { quarterOwners(data); open(section, "quarter-" + key); });
  }
  function quarterOwners(data) {
    const counts = new Map();
    for (const item of data.actions) {
      if (!isPeer(item.council)) continue;
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
  }
  const knownQuarter = (key) => [...quarter.options].some((option) => option.value === key);
  function startQuarter() {
    const asked = address.get().get("quarter");
    chooseQuarter(asked && knownQuarter(asked) ? asked : quarter.dataset.first);
  }
  if (quarter) {
    quarter.addEventListener("change", () => chooseQuarter(quarter.value, true));
    document.getElementById("quarter-today").addEventListener("click", () => {
      const now = new Date(), next = new Date(Date.UTC(now.getFullYear(), Math.floor(now.getMonth() / 3) * 3 + 3, 1));
      const key = next.toISOString().slice(0, 7);
      if (knownQuarter(key)) chooseQuarter(key, true);
      else document.getElementById("quarter-said").textContent = `No action falls due in the quarter that starts on ${day(next.toISOString().slice(0, 10))}.`;
    });
    document.getElementById("choose-quarter").addEventListener("submit", (event) => event.preventDefault());
  }

  /* Everything that an address may say is followed once the councils are known, and again when it changes. */
  const withCouncils = (then) => narrows ? load("councils", then) : then([]);
  withCouncils((found) => {
    councils = found;
    peerBar();
    followTables();
    countOrShare();
    applyPeers();
    if (quarter) startQuarter(); else if (section) open(section, section.dataset.source);
    if (quarter && address.get().get("quarter")) document.getElementById("quarter-heading").scrollIntoView();
    window.addEventListener("hashchange", () => {
      followTables();
      countOrShare();
      followGroup();
      followPeers();
      if (quarter) startQuarter(); else lists.forEach((list) => list.follow());
    });
  });
})();
