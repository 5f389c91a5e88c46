/**
 * Shows a text with each character on a ground that says what one cell holds: one colour below zero, one above.
 *
 * @param {HTMLElement} box
 * @returns `show({text, cells}, unit)`.
 */
export function colouredText(box) {
  let shown;
  return {
    show(read, unit) {
      const characters = Array.from(read.text);
      if (shown !== read) {
        box.replaceChildren(
          ...characters.map((character) => {
            const span = document.createElement('span');
            span.textContent = character;
            return span;
          }),
        );
        shown = read;
      }
      const units = read.cells.length / characters.length;
      characters.forEach((_, i) => {
        const value = read.cells[i * units + unit];
        const span = box.children[i];
        span.className = value < 0 ? 'below' : 'above';
        span.style.setProperty('--value', Math.abs(value).toFixed(2));
      });
    },
  };
}
