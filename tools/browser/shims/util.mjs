/** As far as jest's titles need it: one value a placeholder. */
export function format(text, ...values) {
  const filled = text.replace(/%([sdifjoO%])/g, (placeholder, kind) => {
    if (kind === '%') return '%';
    if (values.length === 0) return placeholder;
    const value = values.shift();
    if (kind === 'd') return String(Number(value));
    if (kind === 'i') return String(Number.parseInt(value, 10));
    if (kind === 'f') return String(Number.parseFloat(value));
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  });
  return [filled, ...values.map(String)].join(' ');
}
export const inspect = (value) => String(value);
export const types = {};
export default {format, inspect, types};
