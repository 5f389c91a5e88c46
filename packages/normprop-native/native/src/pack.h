// Matrices brought into the order in which the products read them: A in tiles of rows, [tile][k][rows], B in panels of
// columns, [panel][k][PANEL] with zeros beyond its last column.
#pragma once

namespace {

/** Columns of a panel of B. */
constexpr int PANEL = 2 * WIDTH;
/** The depth of a block of A and B. */
constexpr int64_t DEPTH = 256;

INLINE int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }
INLINE int64_t panelsOf(int64_t columns) { return (columns + PANEL - 1) / PANEL; }
/** Tiles that `rows` rows are cut into. */
INLINE int64_t tilesOf(int64_t rows) { return (rows + TILE_ROWS - 1) / TILE_ROWS; }
/** The first row of tile i of `tiles`, which differ by one row at most. */
INLINE int64_t tileStart(int64_t i, int64_t tiles, int64_t rows) {
  return i * (rows / tiles) + least(i, rows % tiles);
}

/** Packed A holds this many floats beyond its own, because whole vectors are stored. */
constexpr int64_t PACK_SLACK = 2 * WIDTH;

/** One tile: `rows` rows of A, `depth` deep. */
void packTile(int64_t rows, int64_t depth, const float* a, int64_t lda, float* out) {
  int64_t k = 0;
  if constexpr (TILE_ROWS <= WIDTH) {
    for (; k + WIDTH <= depth; k += WIDTH) {
      Vector square[WIDTH];
      UNROLL for (int i = 0; i < WIDTH; i++) square[i] = load(a + least(i, rows - 1) * lda + k);
      exchange(square);
      // in this order: the lanes beyond `rows` of one store are overwritten by the next
      UNROLL for (int i = 0; i < WIDTH; i++) store(out + (k + i) * rows, square[i]);
    }
  }
  for (; k < depth; k++)
    for (int64_t i = 0; i < rows; i++) out[k * rows + i] = a[i * lda + k];
}

/** A block [m,depth] of A, row-major. */
void packRows(int64_t m, int64_t depth, const float* a, int64_t lda, float* out) {
  const int64_t tiles = tilesOf(m);
  for (int64_t i = 0; i < tiles; i++) {
    const int64_t first = tileStart(i, tiles, m);
    packTile(tileStart(i + 1, tiles, m) - first, depth, a + first * lda, lda, out + first * depth);
  }
}

/** Factors for a transposed A [k,m]: row k is multiplied by row (first + k) % period of `values`, `stride` floats apart. */
struct RowFactors {
  const float* values;
  int64_t stride;
  int64_t period;
  int64_t first;
};

/** A block [m,depth] of A, stored as its transpose [depth,m]. */
void packColumns(int64_t m, int64_t depth, const float* a, int64_t lda, const RowFactors* factors, float* out) {
  const int64_t tiles = tilesOf(m);
  for (int64_t i = 0; i < tiles; i++) {
    const int64_t first = tileStart(i, tiles, m);
    const int64_t rows = tileStart(i + 1, tiles, m) - first;
    float* target = out + first * depth;
    for (int64_t v = 0; v < rows; v += WIDTH) {
      // columns of vectors from left to right: lanes beyond `rows` are overwritten by the next row, not by this one
      const Tail tail(static_cast<int>(least(WIDTH, rows - v)));
      const float* from = a + first + v;
      for (int64_t k = 0; k < depth; k++) {
        Vector value = load(from + k * lda, tail);
        if (factors)
          value = mul(value, load(factors->values + (factors->first + k) % factors->period * factors->stride + first + v, tail));
        if (rows - v >= WIDTH || rows <= WIDTH)
          store(target + k * rows + v, value);
        else
          store(target + k * rows + v, value, tail);
      }
    }
  }
}

/** One panel of `columns` columns of B, row-major; column j times scale[j] where there is a scale. */
INLINE void packPanel(int64_t depth, int64_t columns, const float* b, int64_t ldb, const float* scale, float* out) {
  if (columns >= PANEL) {
    if (scale) {
      const Vector left = load(scale);
      const Vector right = load(scale + WIDTH);
      for (int64_t k = 0; k < depth; k++) {
        store(out + k * PANEL, mul(load(b + k * ldb), left));
        store(out + k * PANEL + WIDTH, mul(load(b + k * ldb + WIDTH), right));
      }
    } else
      for (int64_t k = 0; k < depth; k++) {
        store(out + k * PANEL, load(b + k * ldb));
        store(out + k * PANEL + WIDTH, load(b + k * ldb + WIDTH));
      }
    return;
  }
  for (int64_t v = 0; v < PANEL; v += WIDTH) {
    const int64_t left = columns - v;
    const Tail tail(static_cast<int>(left < 0 ? 0 : least(WIDTH, left)));
    const bool some = left > 0;
    for (int64_t k = 0; k < depth; k++) {
      Vector value = some ? load(b + k * ldb + v, tail) : splat(0);
      if (scale && some) value = mul(value, load(scale + v, tail));
      store(out + k * PANEL + v, value);
    }
  }
}

/** One panel of B stored as its transpose [columns,depth]; row k of B times scale[k] where there is a scale. */
void packPanelTransposed(int64_t depth, int64_t columns, const float* b, int64_t ldb, const float* scale, float* out) {
  for (int64_t v = 0; v < PANEL; v += WIDTH)
    eachVector(depth, [&](int64_t k, auto lanes) INLINE_LAMBDA {
      Vector square[WIDTH];
      UNROLL for (int i = 0; i < WIDTH; i++) {
        square[i] = v + i < columns ? load(b + (v + i) * ldb + k, lanes) : splat(0);
        if (scale) square[i] = mul(square[i], load(scale + k, lanes));
      }
      exchange(square);
      const int64_t rows = least(WIDTH, depth - k);
      UNROLL for (int i = 0; i < WIDTH; i++)
        if (i < rows) store(out + (k + i) * PANEL + v, square[i]);
    });
}

/** B [k,n] whole, in blocks of DEPTH rows; stored row-major or as its transpose [n,k], its stored columns times `scale`. */
void packWhole(int64_t k, int64_t n, const float* b, int64_t ldb, bool transposed, const float* scale, float* out) {
  for (int64_t kb = 0; kb < k; kb += DEPTH) {
    const int64_t depth = least(DEPTH, k - kb);
    for (int64_t j = 0; j < n; j += PANEL) {
      if (transposed)
        packPanelTransposed(depth, n - j, b + j * ldb + kb, ldb, scale ? scale + kb : nullptr, out);
      else
        packPanel(depth, n - j, b + kb * ldb + j, ldb, scale ? scale + j : nullptr, out);
      out += depth * PANEL;
    }
  }
}

/** Floats of B [k,n] packed whole. */
int64_t packedSize(int64_t k, int64_t n) { return k * panelsOf(n) * PANEL; }

}  // namespace
