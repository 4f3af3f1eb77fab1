// SPDX-License-Identifier: BSL-1.0
// Shows what `crypto-checkpoint explain --json` says of a name, below the field where it is typed. The documents
// and the page of `serve` have it.
"use strict";

const explanation = (() => {
  // UTF-8. A lone surrogate stays one, ill-formed: a name on Windows may have it, and it is an error.
  function bytesOf(text) {
    const bytes = [];
    const rest = (value, count) => {
      while (count-- > 0) bytes.push(0x80 | (value >> (6 * count)) & 0x3F);
    };
    for (const character of text) {
      const value = character.codePointAt(0);
      if (value < 0x80) bytes.push(value);
      else if (value < 0x800) { bytes.push(0xC0 | value >> 6); rest(value, 1); }
      else if (value < 0x10000) { bytes.push(0xE0 | value >> 12); rest(value, 2); }
      else { bytes.push(0xF0 | value >> 18); rest(value, 3); }
    }
    return Uint8Array.from(bytes);
  }

  // Where in a text a place in its bytes is. Within a character: behind it.
  function indexOf(text, offset) {
    let index = 0, bytes = 0;
    for (const character of text) {
      if (bytes >= offset) break;
      index += character.length;
      bytes += bytesOf(character).length;
    }
    return index;
  }

  // As printable() of the library: what is invisible, or changes the direction of the text, is seen.
  const printable = (text) => text
    .replace(/[\x00-\x1F]/g, (control) => String.fromCharCode(0x2400 + control.charCodeAt(0)))
    .replace(/\x7F/g, "\u2421")
    .replace(/[\x80-\x9F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]|\p{Surrogate}/gu, "\uFFFD");

  function element(name, classes, ...content) {
    const made = document.createElement(name);
    made.className = classes;
    made.append(...content);
    return made;
  }

  const textOf = (type, said) => `${type}${said.constant ? ` (${said.constant})` : ""}`;
  const partsOf = (said) => [
    ["type", "provider type", textOf(said.provider_type, said),
     "the kind of cryptographic service provider (CSP)"],
    ["provider", "provider name", said.provider_name ?? "(left out)", "the CSP that holds the keys"],
    ["key", "key container", said.key_container, "the keys that move with the service"],
  ];

  function valid(name, said) {
    const ends = [0, name.indexOf("\\"), name.lastIndexOf("\\"), name.length];
    const written = element("p", "name");
    const list = element("dl", "parts");
    partsOf(said).forEach(([kind, title, value, meaning], i) => {
      if (i !== 0) written.append(element("span", "separator", "\\"));
      written.append(element("span", kind, printable(name.slice(ends[i] + (i && 1), ends[i + 1]))));
      list.append(element("dt", kind, title),
                  element("dd", "", element("bdi", "value", printable(value)),
                          element("span", "meaning", `, ${meaning}`)));
    });
    const advice = said.messages.map((message) =>
      element("p", "advice", element("strong", "", "advice:"), " ", message));
    return [written, list, ...advice];
  }

  function invalid(name, said, use) {
    const begin = indexOf(name, said.offset), end = indexOf(name, said.offset + said.length);
    const mark = element("mark", begin === end ? "gap" : "", printable(name.slice(begin, end)));
    const lines = [
      element("p", "name", printable(name.slice(0, begin)), mark, printable(name.slice(end))),
      element("p", "error", element("strong", "", "error:"), " ", said.message),
    ];
    const better = said.suggestion === null ? said.names : [said.suggestion];
    const line = element("p", "write");
    better.forEach((text, i) => {
      line.append(i === 0 ? "write " : " and ", element("code", "", printable(text)));
    });
    if (said.suggestion !== null) {
      const button = element("button", "use", "Use it");
      button.type = "button";
      button.setAttribute("aria-label", `Use ${printable(said.suggestion)}`);
      button.addEventListener("click", () => use(said.suggestion));
      line.append(" ", button);
    }
    if (better.length !== 0) lines.push(line);
    return [...lines, ...said.hints.map((hint) => element("p", "hint", hint))];
  }

  // What the lines say, for those who hear them.
  function sentences(said) {
    if (said.ok)
      return ["A checkpoint name", ...partsOf(said).map(([, title, value]) => `${title}: ${printable(value)}`),
              ...said.messages.map((message) => `advice: ${message}`)].join(". ");
    const better = said.suggestion === null ? said.names : [said.suggestion];
    return [`Error: ${said.message}`, ...better.map((text) => `write ${printable(text)}`)].join(". ");
  }

  let pause;

  // Explains what is in the field, in `output`; when nothing was typed for a moment, in `status`, which is read
  // aloud.
  // explain: returns the object of a name, or a promise of it; null where there is none
  async function update({field, output, status, explain}) {
    const name = field.value;
    const said = name === "" ? null : await explain(name);
    if (field.value !== name) return;  // the next update explains that
    const use = (better) => {
      field.value = better;
      field.focus();
      update({field, output, status, explain});
    };
    output.replaceChildren(...(!said ? [] : said.ok ? valid(name, said) : invalid(name, said, use)));
    if (said) field.setAttribute("aria-invalid", String(!said.ok));
    else field.removeAttribute("aria-invalid");
    clearTimeout(pause);
    const heard = said ? sentences(said) : "";
    pause = setTimeout(() => { if (status.textContent !== heard) status.textContent = heard; }, 700);
  }

  return {bytesOf, update};
})();
