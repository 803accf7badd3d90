#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Reading SSDA903 returns (join, sort, repair, write) of an authority of national size: memory an episode
# beyond 16 MiB, and CPU beside a plain libcsv program that only counts the episodes (of the same returns,
# without their headers).
. tests/bench/functions
bench_build place_year_libcsv
for tool in read synth; do
    [ -x "$BUILD/bin/hearth-$tool" ] || make -s BUILD="$BUILD" "$BUILD/bin/hearth-$tool"
done
returns=$BENCH/returns
[ -d "$returns" ] || "$BUILD/bin/hearth-synth" -q ssda903 --seed 903 --children 20000 -o "$returns"
cat "$returns"/*/episodes.csv > "$BENCH/returns-episodes.csv"
rows=$(wc -l < "$BENCH/returns-episodes.csv")

figures=$("$BENCH/measure" "$PAIRS" "$BUILD/bin/hearth-read" ssda903 -q --la 900 "$returns" -- \
    "$BENCH/place_year_libcsv" "$BENCH/returns-episodes.csv")
bench_line "read $rows episodes: hearth-read / plain libcsv counting" \
    "$(echo "$figures" | cut -d' ' -f1)" "x CPU" 4
bench_line "    CPU" "$(echo "$figures" | awk '{ print $2 " of " $3 }')" "s" -
bench_line "    memory beyond 16 MiB" \
    "$(echo "$figures" | awk -v rows="$rows" '{ m = $4 - 16384; printf "%.0f", (m < 0 ? 0 : m) * 1024 / rows }')" \
    "B/episode" 200
rm -rf "$returns" "$BENCH/returns-episodes.csv"
bench_end
