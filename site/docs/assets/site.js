(function () {
"use strict";
var root = document.currentScript.src.replace(/assets\/site\.js.*$/, "");
var field = document.getElementById("q");
document.addEventListener("keydown", function (event) {
var at = event.target;
if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
if (/^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName) || at.isContentEditable) return;
event.preventDefault();
if (field) field.focus(); else location.href = root + "search/index.html";
});
function key(row, column) {
var cell = row.cells[column];
var text = cell ? cell.textContent.trim() : "";
var number = /^\d{4}-\d\d-\d\d|^[^\d\s]*\d+\.\d+\.|^v\d/i.test(text) ? null : text.replace(/[\u202f\u00a0\u2009]/g, "").replace(/\u2212/g, "-").match(/^[^\d\[(-]{0,2}(-?[\d,]*\.?\d+)/);
return { text: text.toLowerCase(), number: number ? parseFloat(number[1].replace(/,/g, "")) : NaN };
}
function compare(a, b, way) {
var none = /^(|–|-|n\/a.*|not .*)$/, x = none.test(a.text), y = none.test(b.text);
if (x || y) return x - y;
x = isNaN(a.number);
y = isNaN(b.number);
if (!x && !y) return way * (a.number - b.number);
if (x !== y) return x ? 1 : -1;
return way * a.text.localeCompare(b.text, "en", { numeric: true });
}
function sortable(table, body, rows) {
var head = table.tHead && table.tHead.rows[table.tHead.rows.length - 1];
if (!head || head.querySelector("[colspan]") || body.querySelector("[rowspan],[colspan]")) return;
Array.prototype.forEach.call(head.cells, function (cell, column) {
if (!cell.textContent.trim() || cell.querySelector("button")) return;
var button = document.createElement("button");
button.type = "button";
button.className = "sort";
if (cell.querySelector("a")) {
button.setAttribute("aria-label", "Sort by " + cell.textContent.trim());
button.textContent = "\u00a0\u2195";
} else {
while (cell.firstChild) button.appendChild(cell.firstChild);
}
cell.appendChild(button);
button.addEventListener("click", function () {
var was = cell.getAttribute("aria-sort");
var now = was === "ascending" ? "none" : was === "descending" ? "ascending" : "descending";
Array.prototype.forEach.call(head.cells, function (other) { other.removeAttribute("aria-sort"); });
var order = rows.slice();
if (now !== "none") {
cell.setAttribute("aria-sort", now);
var keys = rows.map(function (row) { return key(row, column); });
var places = rows.map(function (_, place) { return place; });
places.sort(function (a, b) {
return compare(keys[a], keys[b], now === "ascending" ? 1 : -1) || a - b;
});
order = places.map(function (place) { return rows[place]; });
}
order.forEach(function (row) { body.appendChild(row); });
});
});
}
function filterable(table, rows) {
var place = table.closest(".scroll") || table;
var label = document.createElement("label");
var input = document.createElement("input");
var count = document.createElement("output");
label.className = "filter";
label.appendChild(document.createTextNode("Filter rows "));
input.type = "search";
label.appendChild(input);
label.appendChild(count);
place.parentNode.insertBefore(label, place);
input.addEventListener("input", function () {
var words = input.value.toLowerCase().split(/\s+/).filter(Boolean), shown = 0;
rows.forEach(function (row) {
var text = row.textContent.toLowerCase();
row.hidden = !words.every(function (word) { return text.indexOf(word) >= 0; });
if (!row.hidden) shown += 1;
});
count.textContent = words.length ? " " + shown + " of " + rows.length : "";
});
}
function labelled(table, rows) {
var head = table.tHead && table.tHead.rows[0].cells;
if (!head || head.length < 4) return;
rows.forEach(function (row) {
Array.prototype.forEach.call(row.cells, function (cell, column) {
if (column && head[column]) cell.setAttribute("data-k", head[column].textContent);
});
});
}
function unfolding(table) {
var place = table.closest(".scroll"), head = table.tHead, button = document.createElement("button");
if (!place || !head || !head.querySelector("a,button") || !table.querySelector("[data-k]")) return;
if (head.rows[0].cells.length > 12 || /\b(cells|gates)\b/.test(table.className)) return;
button.type = "button";
button.className = "sort fold";
button.setAttribute("aria-label", "Headings of the table");
button.setAttribute("aria-expanded", "false");
button.textContent = "Headings \u2195";
button.addEventListener("click", function () {
button.setAttribute("aria-expanded", String(place.classList.toggle("open")));
});
place.parentNode.insertBefore(button, place);
}
Array.prototype.forEach.call(document.querySelectorAll("main table"), function (table) {
var body = table.tBodies[0];
if (!body || table.tBodies.length > 1) return;
var rows = Array.prototype.slice.call(body.rows);
labelled(table, rows);
if (rows.length > 2) sortable(table, body, rows);
if (rows.length > 14) filterable(table, rows);
unfolding(table);
});
var parts = {}, waiting = {};
window.misread = {
put: function (name, value) {
parts[name] = value;
(waiting[name] || []).forEach(function (then) { then(value); });
delete waiting[name];
}
};
function need(names, then) {
var left = names.length;
if (!left) return then();
function one() { left -= 1; if (!left) then(); }
names.forEach(function (name) {
if (parts[name]) return one();
if (waiting[name]) return waiting[name].push(one);
waiting[name] = [one];
var script = document.createElement("script");
script.src = root + "search/" + name + ".js";
document.head.appendChild(script);
});
}
if (!field) return;
var list = document.getElementById("found"), count = document.getElementById("count"), asked = 0;
var step = 10, most = step, from = 0, typed;
function tokens(text) { return text.toLowerCase().split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean); }
function shards(index, token) {
var found = [];
index.shards.forEach(function (first, place) {
var next = index.shards[place + 1];
if ((first <= token || first.indexOf(token) === 0) && (next === undefined || next > token)) found.push("w" + place);
});
return found;
}
function score(token, names) {
var scores = {};
names.forEach(function (name) {
var words = parts[name];
for (var word in words) {
if (word.indexOf(token) !== 0) continue;
var exact = word === token ? 2 : 1;
words[word].forEach(function (code) {
var value = exact * (code & 1 ? 3 : 1);
if (!(scores[code >> 1] >= value)) scores[code >> 1] = value;
});
}
});
return scores;
}
function show(pages, all) {
list.textContent = "";
count.textContent = all ? all + (all === 1 ? " page" : " pages") + (all > pages.length ? ", the first " + pages.length : "") : "No page has all of these words.";
pages.forEach(function (page) {
var entry = document.createElement("li"), link = document.createElement("a");
var where = document.createElement("span"), words = document.createElement("p");
link.href = root + page[0];
link.textContent = page[1];
where.className = "muted";
where.textContent = " " + page[2];
words.textContent = page[3];
entry.appendChild(link);
entry.appendChild(where);
entry.appendChild(words);
list.appendChild(entry);
});
if (from && list.children[from]) list.children[from].querySelector("a").focus();
from = 0;
if (all <= pages.length) return;
var more = document.createElement("button");
more.type = "button";
more.textContent = "Show more";
more.style.padding = ".35em 1em";
more.addEventListener("click", function () {
from = pages.length;
most += step;
search();
});
list.appendChild(document.createElement("li")).appendChild(more);
}
function search() {
var words = tokens(field.value), own = ++asked;
if (!words.length) { list.textContent = count.textContent = ""; return; }
need(["index"], function () {
var index = parts.index, by = words.map(function (word) { return shards(index, word); });
need(Array.prototype.concat.apply([], by), function () {
if (own !== asked) return;
var all = words.map(function (word, place) { return score(word, by[place]); });
var hits = Object.keys(all[0]).map(Number).filter(function (page) {
return all.every(function (scores) { return scores[page]; });
});
var sums = {};
hits.forEach(function (page) { sums[page] = all.reduce(function (sum, scores) { return sum + scores[page]; }, 0); });
hits.sort(function (a, b) { return sums[b] - sums[a] || a - b; });
var first = hits.slice(0, most);
var chunks = first.map(function (page) { return "d" + Math.floor(page / index.chunk); });
chunks = chunks.filter(function (name, place) { return chunks.indexOf(name) === place; });
need(chunks, function () {
if (own !== asked) return;
show(first.map(function (page) { return parts["d" + Math.floor(page / index.chunk)][page % index.chunk]; }), hits.length);
});
});
});
}
field.form.addEventListener("submit", function (event) { event.preventDefault(); search(); });
field.addEventListener("input", function () {
clearTimeout(typed);
most = step;
typed = setTimeout(search, 150);
});
field.focus();
if (field.value) search();
})();
