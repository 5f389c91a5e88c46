const glimpseMs = 450;

/**
 * Goes through glimpses: a button plays and pauses, a slider steps.
 *
 * @param {HTMLElement} controls A Player.vue.
 * @param {number} glimpses
 * @param {(glimpse: number) => void} show Is told of the glimpse to show, from 0.
 */
export function player(controls, glimpses, show) {
  const [button, slider, output] = ['button', 'input', 'output'].map((name) => controls.querySelector(name));
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  let timer;
  slider.max = glimpses;
  button.disabled = slider.disabled = false;

  function go(glimpse) {
    slider.value = glimpse;
    output.textContent = `${glimpse} of ${glimpses}`;
    slider.setAttribute('aria-valuetext', `glimpse ${glimpse} of ${glimpses}`);
    show(glimpse - 1);
  }
  function pause() {
    clearInterval(timer);
    timer = undefined;
    button.textContent = 'Play';
  }
  function play() {
    button.textContent = 'Pause';
    timer = setInterval(() => {
      if (Number(slider.value) < glimpses) go(Number(slider.value) + 1);
      if (Number(slider.value) === glimpses) pause();
    }, glimpseMs);
  }
  button.addEventListener('click', () => {
    if (timer !== undefined) return pause();
    if (Number(slider.value) === glimpses) go(1);
    play();
  });
  slider.addEventListener('input', () => {
    pause();
    go(Number(slider.value));
  });
  return {
    /** From the first glimpse; at once the last one for who wants no motion. */
    restart() {
      pause();
      go(still.matches ? glimpses : 1);
      if (!still.matches) play();
    },
    end() {
      pause();
      go(glimpses);
    },
    stop: pause,
  };
}
