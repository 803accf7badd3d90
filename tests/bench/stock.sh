#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# hearth-stock and hearth-flow on a million spells, against a plain libcsv program that counts the
# stock by category and quarter and checks nothing.
. tests/bench/functions
[ -x "$BUILD/bin/hearth-flow" ] || make -s BUILD="$BUILD" all
bench_build make_spells stock_libcsv
SPELLS=$BENCH/spells.csv
"$BENCH/make_spells" 1000000 > "$SPELLS"
stock=$BUILD/bin/hearth-stock flow=$BUILD/bin/hearth-flow

"$BENCH/stock_libcsv" "$SPELLS" > "$BENCH/expected"
"$stock" -q --by category "$SPELLS" | cmp - "$BENCH/expected"

bench_pair "stock by category / plain libcsv" 0.30 16 \
    "$stock" -q --by category "$SPELLS" -- "$BENCH/stock_libcsv" "$SPELLS"
bench_pair "stock by age band, category, la / by category, plain libcsv" - 16 \
    "$stock" -q --by age_band,category,la "$SPELLS" -- "$BENCH/stock_libcsv" "$SPELLS"
bench_pair "flow by category / stock with plain libcsv" - 16 \
    "$flow" -q --by category "$SPELLS" -- "$BENCH/stock_libcsv" "$SPELLS"
bench_pair "flow every day by category / stock with plain libcsv" - 16 \
    "$flow" -q --every day --by category "$SPELLS" -- "$BENCH/stock_libcsv" "$SPELLS"

# A tenth of the rows needs the same memory.
"$BENCH/make_spells" 100000 > "$BENCH/tenth.csv"
peaks=$("$BENCH/measure" 1 "$flow" -q --by category "$SPELLS" -- \
    "$flow" -q --by category "$BENCH/tenth.csv")
bench_line "flow: memory for ten times the rows" \
    "$(echo "$peaks" | awk '{ printf "%.2f", $4 / $5 }')" "x memory" 1.25
rm -f "$SPELLS" "$BENCH/tenth.csv"

figures=$("$BENCH/measure" 21 "$stock" --help)
bench_line "hearth-stock --help" "$(echo "$figures" | awk '{ printf "%.2f", 1000 * $2 }')" "ms" 2
bench_end
