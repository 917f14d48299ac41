// Remembers the language that a reader chooses, so that the bare address of the site leads there.

const A_YEAR = 31536000;

document.querySelector(".languages")?.addEventListener("click", (event) => {
  const link = event.target.closest("a[hreflang]");
  if (link) {
    document.cookie = `language=${link.hreflang}; path=/; max-age=${A_YEAR}; SameSite=Lax`;
  }
});
