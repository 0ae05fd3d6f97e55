(function () {
  "use strict";
  var form = document.getElementById("filters");
  if (!form) return;
  var all = Array.prototype.slice.call(document.querySelectorAll("article"));
  var shown = form.querySelector("output");
  var names = ["severity", "clause", "sheet", "since", "text"].filter(function (name) { return form.elements[name]; });
  function fits(article, want) {
    return (!want.severity || article.classList.contains(want.severity)) &&
      (!want.clause || article.dataset.clauses.split(" ").indexOf(want.clause) >= 0) &&
      (!want.since || (article.dataset.since || "").split(" ").indexOf(want.since) >= 0) &&
      (!want.sheet || article.dataset.sheet === want.sheet) &&
      (!want.text || article.textContent.toLowerCase().indexOf(want.text.toLowerCase()) >= 0);
  }
  function apply() {
    var want = {}, kept = new URLSearchParams(), count = 0;
    names.forEach(function (name) {
      want[name] = form.elements[name].value.trim();
      if (want[name]) kept.set(name, want[name]);
    });
    all.forEach(function (article) {
      article.hidden = !fits(article, want);
      if (!article.hidden) count += 1;
    });
    shown.textContent = shown.dataset.template.replace("{shown}", count).replace("{all}", all.length);
    return kept.toString();
  }
  function keep() {
    var kept = apply();
    try {
      history.replaceState(null, "", kept ? "#" + kept : location.pathname + location.search);
    } catch (refused) { /* Some viewers keep no address. */ }
  }
  function open() {
    var hash = location.hash.slice(1);
    var target = document.getElementById(hash);
    if (target) {
      if (target.tagName === "DETAILS") target.open = true;
      return;
    }
    var kept = new URLSearchParams(hash);
    names.forEach(function (name) { form.elements[name].value = kept.get(name) || ""; });
    apply();
  }
  form.hidden = false;
  form.addEventListener("input", keep);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { setTimeout(keep, 0); });
  window.addEventListener("hashchange", open);
  apply();
  open();
})();
