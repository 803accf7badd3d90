#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The row reader and writer against a plain libcsv program, on the same million episodes.
. tests/bench/functions
bench_build place_year_libcsv place_year_rows pass_through
bench_episodes 1000000

"$BENCH/place_year_libcsv" "$EPISODES" > "$BENCH/expected"
"$BENCH/place_year_rows" "$EPISODES" > "$BENCH/found"
cmp "$BENCH/expected" "$BENCH/found"
"$BENCH/pass_through" "$EPISODES" | cmp - "$EPISODES"

bench_pair "count PLACE x year: reader / plain libcsv" 0.25 16 \
    "$BENCH/place_year_rows" "$EPISODES" -- "$BENCH/place_year_libcsv" "$EPISODES"
bench_pair "write every row again / count with plain libcsv" 0.15 16 \
    "$BENCH/pass_through" "$EPISODES" -- "$BENCH/place_year_libcsv" "$EPISODES"

"$BENCH/make_episodes" 1000000 1 1 > "$BENCH/quoted.csv"
bench_pair "every cell quoted: reader / plain libcsv" 0.40 16 \
    "$BENCH/place_year_rows" "$BENCH/quoted.csv" -- "$BENCH/place_year_libcsv" "$BENCH/quoted.csv"
rm -f "$BENCH/quoted.csv"

bench_episodes 100000
bench_instructions "count PLACE x year, reader" 10 "$EPISODES" "$BENCH/place_year_rows"
bench_instructions "count PLACE x year, plain libcsv" - "$EPISODES" "$BENCH/place_year_libcsv"
bench_instructions "write every row again" 6 "$EPISODES" "$BENCH/pass_through"
bench_end
