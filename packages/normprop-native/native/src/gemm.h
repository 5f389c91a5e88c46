// C (+)= A·B, with A and B packed (pack.h): one pointer each. Every element of C is the sum over k in order, block by block, whatever rows and
// columns stand beside it, so that a slice of the rows or of the columns gives the same bits as the whole.
#pragma once

#include "prefetch.h"

namespace {

/** Floats of a cache line. */
constexpr int CACHE_LINE = 16;

/** What a tile fetches ahead while it multiplies: the next `pace` bytes for each k, from an address on. */
struct Ahead {
  uintptr_t from;
  int64_t pace;
};

/** ROWS rows by PANELS panels (`stride` floats apart), `columns` of which count. */
template <int ROWS, int PANELS>
INLINE void tile(int64_t depth, const float* a, const float* b, int64_t stride, float* c, int64_t ldc, bool adds,
                 int64_t columns, Ahead ahead) {
  constexpr int VECTORS = 2 * PANELS;
  UNROLL for (int i = 0; i < ROWS; i++) {
    UNROLL for (int j = 0; j < PANELS * PANEL; j += CACHE_LINE) prefetchSoon(c + i * ldc + j);
    prefetchSoon(c + i * ldc + PANELS * PANEL - 1); // where C does not begin with a line
  }
  uintptr_t fetched = ahead.from;
  Vector sum[ROWS][VECTORS];
  UNROLL for (int i = 0; i < ROWS; i++)
    UNROLL for (int v = 0; v < VECTORS; v++) sum[i][v] = splat(0);
  for (int64_t k = 0; k < depth; k++) {
    prefetchLater(fetched);
    fetched += ahead.pace;
    Vector row[VECTORS];
    UNROLL for (int v = 0; v < VECTORS; v++) row[v] = load(b + (v >> 1) * stride + (v & 1) * WIDTH);
    UNROLL for (int i = 0; i < ROWS; i++) {
      const Vector value = splat(a[i]);
      UNROLL for (int v = 0; v < VECTORS; v++) sum[i][v] = madd(value, row[v], sum[i][v]);
    }
    a += ROWS;
    b += PANEL;
  }
  if (columns >= PANELS * PANEL) {
    UNROLL for (int i = 0; i < ROWS; i++)
      UNROLL for (int v = 0; v < VECTORS; v++) {
        float* p = c + i * ldc + v * WIDTH;
        store(p, adds ? add(load(p), sum[i][v]) : sum[i][v]);
      }
    return;
  }
  UNROLL for (int v = 0; v < VECTORS; v++) {
    const int64_t left = columns - v * WIDTH;
    if (left <= 0) return;
    const Tail tail(static_cast<int>(left < WIDTH ? left : WIDTH));
    UNROLL for (int i = 0; i < ROWS; i++) {
      float* p = c + i * ldc + v * WIDTH;
      if (left >= WIDTH)
        store(p, adds ? add(load(p), sum[i][v]) : sum[i][v]);
      else
        store(p, adds ? add(load(p, tail), sum[i][v]) : sum[i][v], tail);
    }
  }
}

using TileFunction = void (*)(int64_t, const float*, const float*, int64_t, float*, int64_t, bool, int64_t,
                              Ahead);

template <int ROWS, int PANELS>
void tileOf(int64_t depth, const float* a, const float* b, int64_t stride, float* c, int64_t ldc, bool adds,
            int64_t columns, Ahead ahead) {
  tile<ROWS, PANELS>(depth, a, b, stride, c, ldc, adds, columns, ahead);
}

/** Tiles by their number of rows. */
struct Tiles {
  TileFunction narrow[TILE_ROWS + 1];
  /** Two panels at once, for so few rows that one panel would not hide the latency of a multiply-add. */
  TileFunction wide[TILE_ROWS / 2 + 1];

  template <int ROWS>
  constexpr void fill() {
    narrow[ROWS] = tileOf<ROWS, 1>;
    if constexpr (ROWS <= TILE_ROWS / 2) wide[ROWS] = tileOf<ROWS, 2>;
    if constexpr (ROWS > 1) fill<ROWS - 1>();
  }
  constexpr Tiles() : narrow(), wide() { fill<TILE_ROWS>(); }
};
constexpr Tiles TILES;

/** A single row by four panels: reading B is what takes the time. */
void tile1x4(int64_t depth, const float* a, const float* b, int64_t stride, float* c, bool adds) {
  tile<1, 4>(depth, a, b, stride, c, 0, adds, 4 * PANEL, {reinterpret_cast<uintptr_t>(b), 0});
}

/**
 * C[m, columns] (+)= packed A · one or two packed panels of B. Where the next panels lie behind these (`goesOn`), each tile
 * fetches its share of them.
 */
INLINE void panelProduct(int64_t m, int64_t depth, const float* a, const float* b, float* c, int64_t ldc, bool adds,
                         int64_t columns, bool goesOn) {
  const int64_t tiles = tilesOf(m);
  const int64_t stride = depth * PANEL;
  const int64_t panels = columns > PANEL ? 2 : 1;
  constexpr int64_t line = PANEL * sizeof(float);
  const int64_t bytes = panels * depth * line;
  const uintptr_t here = reinterpret_cast<uintptr_t>(b);
  for (int64_t i = 0; i < tiles; i++) {
    const int64_t first = tileStart(i, tiles, m);
    const int64_t rows = tileStart(i + 1, tiles, m) - first;
    const TileFunction run = panels == 2 ? TILES.wide[rows] : TILES.narrow[rows];
    const Ahead ahead = goesOn ? Ahead{here + bytes + i * bytes / tiles, panels * line / tiles} : Ahead{here, 0};
    run(depth, a + first * depth, b, stride, c + first * ldc, ldc, adds, columns, ahead);
  }
}

/** C[m,n] (+)= A·B for packed blocks of A and B, both `depth` deep. */
void blockProduct(int64_t m, int64_t n, int64_t depth, const float* a, const float* b, float* c, int64_t ldc, bool adds) {
  const bool wide = m <= TILE_ROWS / 2;
  int64_t j = 0;
  if (m == 1)
    for (; j + 4 * PANEL <= n; j += 4 * PANEL) tile1x4(depth, a, b + j * depth, depth * PANEL, c + j, adds);
  while (j < n) {
    const int64_t step = wide && n - j > PANEL ? 2 * PANEL : PANEL;
    const int64_t columns = n - j < step ? n - j : step;
    panelProduct(m, depth, a, b + j * depth, c + j, ldc, adds, columns, true);
    j += step;
  }
}

/** Floats of scratch that `packedProduct` needs for m rows. */
INLINE int64_t packedProductScratch(int64_t m) { return m * DEPTH + PACK_SLACK; }

/** C[m,n] (+)= A[m,k]·B with A row-major and B packed whole by `packWhole`. */
void packedProduct(int64_t m, int64_t n, int64_t k, const float* a, int64_t lda, const float* b, float* c, int64_t ldc,
                   bool adds, float* scratch) {
  const int64_t padded = panelsOf(n) * PANEL;
  for (int64_t kb = 0; kb < k; kb += DEPTH) {
    const int64_t depth = k - kb < DEPTH ? k - kb : DEPTH;
    const float* block = a + kb;
    if (m > 1) {
      packRows(m, depth, a + kb, lda, scratch);
      block = scratch;
    }
    blockProduct(m, n, depth, block, b + kb * padded, c, ldc, adds || kb > 0);
  }
}

/** Rows of A that `product` packs at once. */
constexpr int64_t HEIGHT = 512;

/** Where a matrix lies: row-major, or as its transpose. */
struct Matrix {
  const float* values;
  int64_t stride;
  bool transposed;
};

/** Floats of scratch that `product` needs. */
INLINE int64_t productScratch() { return HEIGHT * DEPTH + PACK_SLACK + DEPTH * 2 * PANEL; }

/** C[m,n] (+)= A·B for matrices of any size as they lie. */
void product(int64_t m, int64_t n, int64_t k, Matrix a, Matrix b, float* c, int64_t ldc, bool adds, float* scratch) {
  float* panels = scratch + HEIGHT * DEPTH + PACK_SLACK;
  for (int64_t mb = 0; mb < m; mb += HEIGHT) {
    const int64_t rows = least(HEIGHT, m - mb);
    const int64_t step = rows <= TILE_ROWS / 2 ? 2 * PANEL : PANEL;
    for (int64_t kb = 0; kb < k; kb += DEPTH) {
      const int64_t depth = least(DEPTH, k - kb);
      if (a.transposed)
        packColumns(rows, depth, a.values + kb * a.stride + mb, a.stride, nullptr, scratch);
      else
        packRows(rows, depth, a.values + mb * a.stride + kb, a.stride, scratch);
      for (int64_t j = 0; j < n; j += step) {
        const int64_t columns = least(step, n - j);
        for (int64_t p = 0; p < columns; p += PANEL) {
          float* panel = panels + p * depth;
          if (b.transposed)
            packPanelTransposed(depth, columns - p, b.values + (j + p) * b.stride + kb, b.stride, nullptr, panel);
          else
            packPanel(depth, columns - p, b.values + kb * b.stride + j + p, b.stride, nullptr, panel);
        }
        panelProduct(rows, depth, scratch, panels, c + mb * ldc + j, ldc, adds || kb > 0, columns, false);
      }
    }
  }
}

}  // namespace
