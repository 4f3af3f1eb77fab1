// SPDX-License-Identifier: BSL-1.0
// What the page looks like, and how it stays up to date.
#include "serve/page.hpp"

namespace crypto_checkpoint::cli {

std::string page_style() {
    return R"(:root {
  color-scheme: light dark;
  --page: #f4f5f7; --card: #fff; --text: #1c2330; --quiet: #5b6575; --line: #dfe3e9;
  --good: #1a7f4b; --good-back: #dcf5e7; --bad: #b3261e; --bad-back: #fde3e1;
  --idle: #59616e; --idle-back: #e9ecf0; --news: #1857b8; --news-back: #e0ebfd;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14171c; --card: #1d2128; --text: #e6e9ee; --quiet: #9aa4b2; --line: #323843;
    --good: #6fdca2; --good-back: #17382a; --bad: #ff9a92; --bad-back: #472321;
    --idle: #b4bcc8; --idle-back: #2d333d; --news: #93bdff; --news-back: #1d3152;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.25rem; max-width: 64rem; background: var(--page);
  color: var(--text); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
}
h1 { margin: 0; font-size: 1.6rem; line-height: 1.2; }
h2 { margin: 1.75rem 0 .6rem; font-size: 1.05rem; color: var(--quiet); font-weight: 600; }
h3 { margin: 0; font-size: 1.1rem; display: flex; gap: .6rem; align-items: start;
     justify-content: space-between; }
p { margin: .3rem 0; }
ul, ol { list-style: none; margin: 0; padding: 0; }
header p, footer, .quiet { color: var(--quiet); }
footer { margin-top: 2rem; font-size: .9rem; }
code { font: .9em/1.45 ui-monospace, "DejaVu Sans Mono", monospace; }
.command { display: inline-block; margin-top: .3rem; padding: .35rem .6rem; border-radius: .4rem;
           background: var(--idle-back); color: var(--text); }
.nodes { display: flex; flex-wrap: wrap; gap: .6rem; }
.nodes li, article, .events {
  background: var(--card); border: 1px solid var(--line); border-radius: .6rem;
}
.nodes li { padding: .5rem .9rem; }
.nodes bdi { font-weight: 600; }
.cards { display: grid; gap: .9rem; align-items: start;
         grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr)); }
article { padding: .9rem 1rem; min-width: 0; }
.names { margin-top: .6rem; border-top: 1px solid var(--line); }
.names li { padding: .35rem 0; border-bottom: 1px solid var(--line); }
.names li:last-child { border-bottom: 0; padding-bottom: 0; }
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
.new { animation: arrive 3s ease-out; }
@keyframes arrive { from { background: var(--news-back); } }
@media (prefers-reduced-motion: reduce) { .new { animation: none; } }
.lost main { opacity: .5; }
.lost #news { color: var(--bad); font-weight: 600; }
)";
}

std::string page_script() {
    return R"("use strict";
const main = document.querySelector("main");
const news = document.getElementById("news");
let revision = main.dataset.revision;

const lastEvent = () => Number(main.querySelector("[data-event]")?.dataset.event ?? 0);

function show(html) {
  const before = lastEvent();
  main.innerHTML = html;
  for (const one of main.querySelectorAll("[data-event]"))
    if (Number(one.dataset.event) > before) one.classList.add("new");
}

async function update() {
  try {
    const response = await fetch("/state?not=" + revision, {cache: "no-store"});
    if (!response.ok) throw new Error(response.statusText);
    if (response.status === 200) {
      show(await response.text());
      revision = response.headers.get("X-Revision");
    }
    news.textContent = "Kept up to date.";
    document.body.classList.remove("lost");
  } catch {
    news.textContent = "The server does not respond: this page is out of date.";
    document.body.classList.add("lost");
  }
}

async function keepUpToDate() {
  if (!document.hidden) await update();
  setTimeout(keepUpToDate, 2000);
}
document.addEventListener("visibilitychange", () => { if (!document.hidden) update(); });
keepUpToDate();
)";
}

}  // namespace crypto_checkpoint::cli
