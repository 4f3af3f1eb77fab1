// SPDX-License-Identifier: BSL-1.0
// What the page looks like, how it stays up to date, and how it sends commands.
#include "serve/page.hpp"

namespace crypto_checkpoint::cli {

std::string page_style() {
    return std::string(explanation_style) + R"css(:root {
  color-scheme: light dark;
  --page: #f4f5f7; --card: #fff; --text: #1c2330; --quiet: #5b6575; --line: #dfe3e9;
  --good: #1a7f4b; --good-back: #dcf5e7; --bad: #b3261e; --bad-back: #fde3e1;
  --idle: #59616e; --idle-back: #e9ecf0; --news: #1857b8; --news-back: #e0ebfd;
  --explain-type: #8a3ffc; --explain-provider: #0f6e84; --explain-key: var(--good);
  --explain-bad: var(--bad); --explain-bad-back: var(--bad-back); --explain-quiet: var(--quiet);
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14171c; --card: #1d2128; --text: #e6e9ee; --quiet: #9aa4b2; --line: #323843;
    --good: #6fdca2; --good-back: #17382a; --bad: #ff9a92; --bad-back: #472321;
    --idle: #b4bcc8; --idle-back: #2d333d; --news: #93bdff; --news-back: #1d3152;
    --explain-type: #c9a6ff; --explain-provider: #72d2e6;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.25rem; max-width: 76rem; background: var(--page);
  color: var(--text); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
}
main { display: grid; gap: 0 1.5rem; align-items: start; }
main > * { min-width: 0; }
@media (min-width: 62rem) {
  main { grid-template-columns: minmax(0, 1fr) 22rem; }
  .log { position: sticky; top: 0; max-height: 100vh; overflow: auto; }
}
h1 { margin: 0; font-size: 1.6rem; line-height: 1.2; }
h2 { margin: 1.5rem 0 .6rem; font-size: 1.05rem; color: var(--quiet); font-weight: 600; }
h3 { margin: 0; font-size: 1.1rem; display: flex; gap: .6rem; align-items: start;
     justify-content: space-between; }
p { margin: .3rem 0; }
ul, ol { list-style: none; margin: 0; padding: 0; }
header p, footer, .quiet { color: var(--quiet); }
footer { margin-top: 2rem; font-size: .9rem; }
code, pre, input { font: .9em/1.45 ui-monospace, "DejaVu Sans Mono", monospace; }
.command { display: inline-block; margin-top: .3rem; padding: .35rem .6rem; border-radius: .4rem;
           background: var(--idle-back); color: var(--text); }
.card, .events { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; }
.cards { display: grid; gap: .9rem; align-items: start;
         grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr)); }
.card { padding: .9rem 1rem; min-width: 0; }
.names { margin-top: .6rem; border-top: 1px solid var(--line); }
.names li { padding: .35rem 0; border-bottom: 1px solid var(--line); display: flex; gap: .6rem;
            align-items: center; justify-content: space-between; }
.names li:last-child { border-bottom: 0; }
.names .quiet { font-size: .85rem; }
.pill { flex: none; padding: .05rem .6rem; border-radius: 1rem; font-size: .85rem;
        font-weight: 500; white-space: nowrap; }
.good { color: var(--good); background: var(--good-back); }
.bad { color: var(--bad); background: var(--bad-back); }
.idle { color: var(--idle); background: var(--idle-back); }
.news { color: var(--news); background: var(--news-back); }
.events li { padding: .45rem .9rem; border-bottom: 1px solid var(--line); }
.events li:last-child { border-bottom: 0; }
.number { display: inline-block; min-width: 2.2rem; color: var(--quiet);
          font-variant-numeric: tabular-nums; }

/* Controls, which are of no use without JavaScript. */
.play, form, button, #result { display: none; }
.js .play { display: flex; flex-wrap: wrap; gap: .5rem; margin: .6rem 0; }
.js .without-controls { display: none; }
.js form { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .2rem .5rem;
           margin-top: .6rem; padding-top: .5rem; border-top: 1px solid var(--line); }
form label { grid-column: 1 / -1; font-size: .85rem; color: var(--quiet); }
input { min-width: 0; padding: .3rem .5rem; border: 1px solid var(--quiet); border-radius: .4rem;
        background: var(--page); color: var(--text); }
form .explained { grid-column: 1 / -1; }
form .explained .parts { display: block; }
.js button { display: inline-block; flex: none; max-width: 100%; min-height: 2rem;
             padding: .2rem .8rem; border: 1px solid var(--news); border-radius: .4rem;
             background: var(--card); color: var(--news); font: inherit; font-size: .9rem;
             cursor: pointer; }
.js button:hover { background: var(--news-back); }
.js button[data-command=crash_node] { color: var(--bad); border-color: var(--bad); }
.js button[data-command=crash_node]:hover { background: var(--bad-back); }
:focus-visible { outline: 3px solid var(--news); outline-offset: 2px; }
.card:focus:not(:focus-visible) { outline: 0; }
.js #result.shown { display: flex; gap: 1rem; align-items: start; position: sticky; bottom: 1rem;
  margin-top: 1.5rem; padding: .7rem 1rem; border: 1px solid var(--good); border-radius: .6rem;
  background: var(--card); box-shadow: 0 .3rem 1.5rem #0004; }
.js #result.failed { border-color: var(--bad); }
pre { flex: 1; min-width: 0; max-height: 40vh; margin: 0; overflow: auto; white-space: pre-wrap; }
.failed pre { color: var(--bad); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
          white-space: nowrap; }

.picture { display: block; width: 100%; max-width: 40rem; margin-top: 1.25rem; }
.picture text { font-size: 11px; fill: var(--quiet); }
.picture text.title { font-size: 13px; font-weight: 600; fill: var(--text); }
.picture text.good { fill: var(--good); font-weight: 600; }
.picture text.bad { fill: var(--bad); font-weight: 600; }
.box { fill: var(--card); stroke: var(--line); stroke-width: 1.5; }
.box.down { fill: none; stroke: var(--bad); stroke-dasharray: 5 4; }
.chip { stroke-width: 1.5; }
.chip.good { fill: var(--good-back); stroke: var(--good); }
.chip.bad { fill: var(--bad-back); stroke: var(--bad); }
.chip.idle { fill: var(--idle-back); stroke: var(--idle); }
.key { fill: none; stroke: var(--quiet); stroke-width: 1.6; }
.travels { animation: travel 1.2s ease-in-out; }
@keyframes travel { from { transform: translate(var(--from-x), var(--from-y)); } }
.new { animation: arrive 3s ease-out; }
@keyframes arrive { from { background: var(--news-back); } }
@media (prefers-reduced-motion: reduce) { .new, .travels { animation: none; } }
.lost main { opacity: .5; }
.lost #news { color: var(--bad); font-weight: 600; }
)css";
}

std::string page_script() {
    return std::string(explanation_script) + R"js(
const byId = (id) => document.getElementById(id);
const main = document.querySelector("main");
const result = byId("result");

// The page may have been opened with a password in its address, with which nothing can be fetched.
const here = (path) => location.origin + path;

const say = (element, text) => { if (element.textContent !== text) element.textContent = text; };
const lastEvent = () => Number(main.querySelector("[data-event]")?.dataset.event ?? 0);

// Where each group is in the picture.
const places = () => new Map([...main.querySelectorAll("[data-group]")].map(
  (group) => [group.dataset.group, group.transform.baseVal.consolidate().matrix]));

// What a person has typed, and where: the new content does not have it.
function edits() {
  const active = main.contains(document.activeElement) ? document.activeElement : null;
  return {
    texts: [...main.querySelectorAll("input")].filter((input) => input.value !== input.defaultValue)
      .map((input) => [input.id, input.value]),
    explained: [...main.querySelectorAll(".explained")].map((one) => [one.parentElement.id, one]),
    focus: active?.id, card: active?.closest(".card")?.id,
    selection: active?.matches("input") ? [active.selectionStart, active.selectionEnd] : null,
  };
}

function restore({texts, explained, focus, card, selection}) {
  for (const [id, value] of texts) if (byId(id)) byId(id).value = value;
  for (const [form, one] of explained) {
    if (!byId(form)) continue;
    byId(form).append(one);
    explain(byId(form).querySelector("input"));  // its button is for the new field
  }
  (byId(focus) ?? byId(card))?.focus({preventScroll: true});
  if (selection && byId(focus)) byId(focus).setSelectionRange(...selection);
}

function show(html) {
  const before = lastEvent(), from = places(), typed = edits();
  main.innerHTML = html;
  restore(typed);
  for (const [group, to] of places()) {
    const moved = from.get(group);
    if (!moved || (moved.e === to.e && moved.f === to.f)) continue;
    const drawing = main.querySelector(`[data-group="${CSS.escape(group)}"] > g`);
    drawing.style.setProperty("--from-x", `${moved.e - to.e}px`);
    drawing.style.setProperty("--from-y", `${moved.f - to.f}px`);
    drawing.classList.add("travels");
  }
  const events = [...main.querySelectorAll("[data-event]")]
    .filter((one) => Number(one.dataset.event) > before);
  for (const one of events) one.classList.add("new");
  if (events.length !== 0)
    byId("heard").replaceChildren(...events.reverse().map((one) => {
      const line = document.createElement("p");
      line.textContent = one.textContent;
      return line;
    }));
}

// A click on a button that is replaced meanwhile would be lost.
let released = Promise.resolve();
main.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  released = new Promise((resolve) => {
    for (const end of ["pointerup", "pointercancel"])
      addEventListener(end, () => setTimeout(resolve), {once: true});
  });
});

async function fetchState() {
  try {
    const response = await fetch(here("/state?not=" + main.dataset.revision), {cache: "no-store"});
    if (!response.ok) throw new Error(response.statusText);
    if (response.status === 200) {
      const html = await response.text();
      await released;
      show(html);
      main.dataset.revision = response.headers.get("X-Revision");
    }
    say(byId("news"), "Kept up to date.");
    document.body.classList.remove("lost");
  } catch {
    say(byId("news"), "The server does not respond: this page is out of date.");
    document.body.classList.add("lost");
  }
}

// One at a time: an old state never replaces a newer one.
let updated = Promise.resolve();
const update = () => (updated = updated.then(fetchState));

async function keepUpToDate() {
  if (!document.hidden) await update();
  setTimeout(keepUpToDate, 1000);
}

function report(text, isDone) {
  result.className = isDone ? "shown" : "shown failed";
  byId("said").textContent = text;
}

function close() {
  result.className = "";
  byId("said").textContent = "";
}

let isBusy = false;

// Posts the command of a button or a form.
async function act(control) {
  if (isBusy) return;
  isBusy = true;
  const action = {};
  for (const [member, value] of Object.entries(control.dataset))
    action[member] = decodeURIComponent(value);
  if (control.matches("form"))
    for (const [member, value] of new FormData(control)) action[member] = value;
  try {
    const response = await fetch(here("/action"), {
      method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(action),
    });
    report(await response.text(), response.ok);
    if (response.ok && control.matches("form")) control.reset();
  } catch {
    report("error: the server does not respond", false);
  }
  isBusy = false;
  update();
}

// What the program says of a name, asked of the server.
async function ask(name) {
  try {
    const response = await fetch(here("/explain"), {
      method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify({name}),
    });
    return response.ok ? await response.json() : null;
  } catch {
    return null;  // fetchState() tells that the server does not respond
  }
}

function explain(field) {
  let output = field.form.querySelector(".explained");
  if (!output) {
    output = document.createElement("div");
    output.className = "explained";
    field.form.append(output);
  }
  explanation.update({field, output, status: byId("explained"), explain: ask});
}

main.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-command]");
  if (button) act(button);
});
main.addEventListener("submit", (event) => {
  event.preventDefault();
  act(event.target);
});
// All fields are for names.
main.addEventListener("input", (event) => explain(event.target));
main.addEventListener("reset", (event) => event.target.querySelector(".explained")?.remove());
byId("close").addEventListener("click", close);
document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) update(); });
document.documentElement.classList.add("js");
keepUpToDate();
)js";
}

}  // namespace crypto_checkpoint::cli
