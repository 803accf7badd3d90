#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Checking returns. The published validator's own test data (25,900 rows, faults everywhere) and ten times
# as many rows, where HEARTH_SHARED says where the data is; a made-up authority of national size in any case.
. tests/bench/functions
for tool in check synth; do
    [ -x "$BUILD/bin/hearth-$tool" ] || make -s BUILD="$BUILD" "$BUILD/bin/hearth-$tool"
done

# check WHAT FOLDER SECONDS MIB: findings (exit 1) are what is wanted here.
check() {
    figures=$("$BENCH/measure" "$PAIRS" sh -c '"$0" ssda903 -q "$1" || [ $? = 1 ]' \
        "$BUILD/bin/hearth-check" "$2")
    bench_line "$1: CPU" "$(echo "$figures" | cut -d' ' -f2)" "s" "$3"
    bench_line "    peak memory" "$(echo "$figures" | awk '{ printf "%.1f", $4 / 1024 }')" "MiB" "$4"
}

if [ -n "${HEARTH_SHARED:-}" ]; then
    fake=$HEARTH_SHARED/data/ssda903/validator_fake
    check "check 25,900 rows of planted faults" "$fake" 0.1 20
    mkdir -p "$BENCH/tenfold"
    for table in ad1 episodes header missing oc2 oc3 placed_for_adoption previous_permanence reviews uasc; do
        for i in 0 1 2 3 4 5 6 7 8 9; do
            # the same children again, under other ids
            awk -v i="$i" 'FNR > 1 { print i $0 } FNR == 1 && !i' "$fake/$table.csv"
        done > "$BENCH/tenfold/$table.csv"
    done
    check "check ten times as many" "$BENCH/tenfold" 0.6 100
    rm -rf "$BENCH/tenfold"
else
    echo "  the published validator's data: skipped, HEARTH_SHARED is not set"
fi

bench_build place_year_libcsv
returns=$BENCH/check-returns
"$BUILD/bin/hearth-synth" -q ssda903 --seed 903 --children 20000 -o "$returns"
cat "$returns"/*/episodes.csv > "$BENCH/check-rows.csv"
size=$(cat "$returns"/*/*.csv | wc -c)
figures=$("$BENCH/measure" "$PAIRS" sh -c '"$0" ssda903 -q "$1" || [ $? = 1 ]' \
    "$BUILD/bin/hearth-check" "$returns" -- "$BENCH/place_year_libcsv" "$BENCH/check-rows.csv")
bench_line "check $(cat "$returns"/*/*.csv | wc -l) rows of eight years / plain libcsv counting" \
    "$(echo "$figures" | cut -d' ' -f1)" "x CPU" 10
bench_line "    speed" \
    "$(echo "$figures" | awk -v size="$size" '{ printf "%.0f", size / 1e6 / $2 }')" "MB/s of CPU" -
bench_line "    memory beyond 16 MiB" \
    "$(echo "$figures" | awk -v size="$size" '{ m = $4 - 16384; printf "%.1f", (m < 0 ? 0 : m) * 1024 / size }')" \
    "B/byte" 4
rm -rf "$returns" "$BENCH/check-rows.csv"
bench_end
