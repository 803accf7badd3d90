#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Projections from returns: the demand model's sample (six years, 3,737 rows), and the same with every child
# ten and a hundred times under new ids. Reading is counted in: five years ahead, quarterly, one thread.
# The regional demand model, one mean line, took 1.5, 2.5 and 11.3 s of CPU and up to 536 MiB for it.
. tests/bench/functions
SAMPLE=${HEARTH_SHARED:-}/data/ssda903/demand_model_sample
if [ ! -d "$SAMPLE" ]; then
    echo "  skipped, HEARTH_SHARED doesn't lead to the demand model's sample"
    exit 0
fi
make -s BUILD="$BUILD" "$BUILD/bin/hearth-read" "$BUILD/bin/hearth-project"

# replicate TIMES: sets RETURNS to a folder of the sample with every child so many times.
replicate() {
    RETURNS=$BENCH/returns-$1
    for table in "$SAMPLE"/*/episodes.csv "$SAMPLE"/*/header.csv "$SAMPLE"/*/uasc.csv; do
        year=$RETURNS/$(basename "$(dirname "$table")")
        mkdir -p "$year"
        awk -v times="$1" 'NR == 1 || times == 1 { print; next }
            { for (i = 1; i <= times; i++) print i * 1000000 + $0 substr($0, index($0, ",")) }' \
            "$table" > "$year/$(basename "$table")"
    done
}

# figures COMMAND...: median seconds of CPU, peak KiB
figures() {
    "$BENCH/measure" "$pairs" "$@" | cut -d' ' -f2,4
}

# project TIMES DRAWS SECONDS MIB: reads and projects, with budgets for both together.
project() {
    read=$(figures "$BUILD/bin/hearth-read" -q ssda903 --definitions demand-model --to 2022-03-31 "$RETURNS")
    ahead=$(figures "$BUILD/bin/hearth-project" -q --threads 1 --ahead 20 --draws "$2" "$BENCH/spells.csv")
    bench_line "x $1, $2 draws: CPU, reading included" \
        "$(echo "$read $ahead" | awk '{ printf "%.3f", $1 + $3 }')" s "$3"
    bench_line "    reading, projecting" "$(echo "$read $ahead" | awk '{ print $1 ", " $3 }')" s -
    bench_line "    peak memory of both together" \
        "$(echo "$read $ahead" | awk '{ printf "%.1f", ($2 + $4) / 1024 }')" MiB "$4"
}

for times in 1 10 100; do
    replicate "$times"
    "$BUILD/bin/hearth-read" -q ssda903 --definitions demand-model --to 2022-03-31 "$RETURNS" \
        > "$BENCH/spells.csv"
    case $times in
    1) pairs=9 draws=0.15 none=0.03 memory=32 ;;
    10) pairs=3 draws=0.6 none=0.1 memory=64 ;;
    *) pairs=1 draws=5 none=0.56 memory=128 ;;
    esac
    project "$times" 1000 "$draws" "$memory"
    project "$times" 0 "$none" "$memory"
    rm -rf "$RETURNS"
done

# The authority of datasets/, whose numbers of children are six times as large.
RETURNS=datasets/ssda903 pairs=5
"$BUILD/bin/hearth-read" -q ssda903 --definitions demand-model "$RETURNS" > "$BENCH/spells.csv"
figures=$(figures "$BUILD/bin/hearth-project" -q --threads 1 --ahead 20 --draws 1000 "$BENCH/spells.csv")
bench_line "datasets/, 1000 draws: CPU of projecting" "${figures% *}" s -
figures=$(figures "$BUILD/bin/hearth-project" -q --threads 1 --backtest "$BENCH/spells.csv")
bench_line "datasets/, back-test of 12 quarters from 20 days" "${figures% *}" s -
rm -f "$BENCH/spells.csv"
bench_end
