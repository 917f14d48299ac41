// Keeps the address of a search short: what is not chosen does not stand in it.

for (const form of document.querySelectorAll(".search-form")) {
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) {
      if (value === "") {
        formData.delete(name);
      }
    }
  });
}
