#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A made-up England: 153 authorities, 80,000 children in care, ten returns each. CPU a megabyte written
# (0.02 s is 50 MB/s), and memory, which is that of the largest authority; all returns, too.
. tests/bench/functions
[ -x "$BUILD/bin/hearth-synth" ] || make -s BUILD="$BUILD" "$BUILD/bin/hearth-synth"

# england RETURN SECONDS: at most so many seconds a megabyte.
england() {
    figures=$("$BENCH/measure" 3 "$BUILD/bin/hearth-synth" "$1" -q --authorities 153 --children 80000 \
        --years 2016-2025 --seed 1 -o "$BENCH/england")
    size=$(find "$BENCH/england" -type f -exec cat {} + | wc -c)
    rate=$(echo "$figures" | awk -v size="$size" '{ printf "%.4f", $2 / size * 1e6 }')
    bench_line "England, $1: CPU a megabyte" "$rate" "s" "$2"
    bench_line "    size and CPU" \
        "$(echo "$figures" | awk -v size="$size" '{ printf "%.0f MB, %s s, %.0f", size / 1e6, $2, size / 1e6 / $2 }')" \
        "MB/s" -
    bench_line "    peak memory" "$(echo "$figures" | awk '{ printf "%.1f", $4 / 1024 }')" "MiB" 64
    rm -rf "$BENCH/england"
}

england ssda903 0.02
england all 0.04
bench_end
