import {onMounted, onUnmounted, ref} from 'vue';

/**
 * Ties a plain module to a page's markup: it is loaded once the page stands, and told when the page goes.
 *
 * @param {(() => Promise<{start: (root: HTMLElement) => (() => void)}>) | undefined} load
 *   Undefined while the page is written as HTML at build time.
 * @returns A ref for the element that the module is given.
 */
export function useLive(load) {
  const root = ref(null);
  let stop;
  let gone = false;
  onMounted(async () => {
    const {start} = await load();
    if (!gone) stop = start(root.value);
  });
  onUnmounted(() => {
    gone = true;
    stop?.();
  });
  return root;
}
