// Completes what is typed into a search box, as the ARIA combobox pattern says: the focus stays in
// the box, the arrow keys move through the suggestions. Where the suggestions do not come, the form
// searches all the same.

const DELAY = 150;
const LEAST_LETTERS = 2;

class Combobox {
  constructor(container) {
    this.texts = container.dataset;
    this.input = container.querySelector("input");
    this.options = [];
    this.active = -1;
    this.list = this.makeList();
    this.status = document.createElement("div");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    container.append(this.list, this.status);
    this.dressInput();
    this.listen();
  }

  makeList() {
    const list = document.createElement("ul");
    list.id = `${this.input.id}-suggestions`;
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", this.texts.label);
    return list;
  }

  dressInput() {
    const attributes = {
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    };
    for (const [name, value] of Object.entries(attributes)) {
      this.input.setAttribute(name, value);
    }
  }

  listen() {
    this.input.addEventListener("input", () => this.ask());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.close());
    // The focus stays in the box while a suggestion is pressed.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) {
        this.choose(this.options.indexOf(option));
      }
    });
  }

  ask() {
    clearTimeout(this.timer);
    this.request?.abort();
    const query = this.input.value;
    if (query.trim().length < LEAST_LETTERS) {
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.fetch(query), DELAY);
  }

  async fetch(query) {
    this.request = new AbortController();
    const address = new URL(this.texts.suggestions, location.href);
    address.searchParams.set("q", query);
    address.searchParams.set("locale", document.documentElement.lang);
    try {
      const response = await fetch(address, {
        signal: this.request.signal,
        headers: { Accept: "application/json" },
      });
      if (!response.ok) {
        throw new Error(`status ${response.status}`);
      }
      this.show((await response.json()).results);
    } catch {
      // Aborted, refused or unreachable: there are no suggestions, and the form still searches.
      if (query === this.input.value) {
        this.close();
      }
    }
  }

  show(suggestions) {
    if (document.activeElement !== this.input) {
      return;
    }
    this.suggestions = suggestions;
    this.options = suggestions.map((suggestion, index) => this.makeOption(suggestion, index));
    this.list.replaceChildren(...this.options);
    this.list.scrollTop = 0;
    this.activate(-1);
    this.open(this.options.length > 0);
    this.announce(this.options.length);
  }

  makeOption(suggestion, index) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.append(suggestion.text);
    const kind = this.texts[`kind${suggestion.kind[0].toUpperCase()}${suggestion.kind.slice(1)}`];
    if (kind) {
      const note = document.createElement("span");
      note.className = "suggestion-kind";
      note.textContent = kind;
      option.append(" ", note);
    }
    return option;
  }

  announce(count) {
    const text = { 0: this.texts.none, 1: this.texts.one }[count] ?? this.texts.many;
    this.status.textContent = text.replace("{count}", count);
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.activate(-1);
    this.open(false);
    this.status.textContent = "";
  }

  activate(index) {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = index;
    const option = this.options[index];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest", behavior: "instant" });
      this.input.setAttribute("aria-activedescendant", option.id);
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  // Before the first suggestion and after the last one stands the box itself.
  move(step) {
    const places = this.options.length + 1;
    this.activate(((this.active + 1 + step + places) % places) - 1);
  }

  press(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) {
      return;
    }
    const isOpen = !this.list.hidden;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        event.preventDefault();
        this.pressArrow(isOpen, event);
        break;
      case "Home":
      case "End":
        this.activate(-1);
        break;
      case "Enter":
        if (isOpen && this.active >= 0) {
          event.preventDefault();
          this.choose(this.active);
        } else {
          this.close();
        }
        break;
      case "Escape":
        // A first Escape closes the list, a second one empties the box, as a search box does.
        if (isOpen) {
          event.preventDefault();
          this.close();
        }
        break;
    }
  }

  pressArrow(isOpen, event) {
    if (isOpen && event.altKey) {
      this.close();
    } else if (isOpen) {
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else {
      this.ask();
    }
  }

  choose(index) {
    const suggestion = this.suggestions[index];
    this.close();
    if (suggestion.url) {
      location.assign(suggestion.url);
    } else {
      this.input.value = suggestion.query;
      this.input.form.requestSubmit();
    }
  }
}

for (const container of document.querySelectorAll("[data-suggestions]")) {
  new Combobox(container);
}
