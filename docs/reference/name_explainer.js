// SPDX-License-Identifier: BSL-1.0
// The fields of the documents in which a name is explained. name_explainer.py puts explanation.js and the bytes of
// the WebAssembly before it.
"use strict";

// The object that `crypto-checkpoint explain --json` prints for a name.
const explainName = (async () => {
  const bytes = Uint8Array.from(atob(explainerBytes), (unit) => unit.charCodeAt(0));
  const {exports} = (await WebAssembly.instantiate(bytes)).instance;
  exports._initialize();
  return (name) => {
    const given = explanation.bytesOf(name);
    const room = exports.room_for(given.length);
    new Uint8Array(exports.memory.buffer).set(given, room);
    const begin = exports.explain();
    const memory = new Uint8Array(exports.memory.buffer);  // another one where it has grown
    return JSON.parse(new TextDecoder().decode(memory.subarray(begin, memory.indexOf(0x0A, begin))));
  };
})();

document.querySelectorAll(".name-explainer").forEach((place, i) => {
  place.innerHTML = `<label for="explained-name-${i}">Is this a checkpoint name? Paste or type one:</label>
    <input id="explained-name-${i}" type="text" autocomplete="off" autocapitalize="off" spellcheck="false"
           placeholder="Type\\Name\\Key" aria-describedby="explanation-${i}">
    <p class="samples">or try</p>
    <div id="explanation-${i}" class="explained"></div>
    <span class="unseen" role="status"></span>`;
  const field = place.querySelector("input");
  const parts = {field, output: place.querySelector(".explained"), status: place.querySelector("[role=status]"),
                 explain: async (name) => (await explainName)(name)};
  field.addEventListener("input", () => explanation.update(parts));
  for (const sample of ["1\\MyKey", "PROV_RSA_FULL\\\\MyKey", "1\\\\MyKey",
                        "24\\microsoft enhanced rsa and aes cryptographic provider\\MyKey"]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sample;
    button.addEventListener("click", () => {
      field.value = sample;
      explanation.update(parts);
    });
    place.querySelector(".samples").append(" ", button);
  }
  if (field.value !== "") explanation.update(parts);  // the browser may keep it over a reload
});
