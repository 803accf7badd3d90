#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Forecasts: 200 quarterly series of 40 values by the default method, and a back-test of 153 authorities
# from 20 origins; beside R's forecast::ets on 20 of the series where R has it. One thread.
. tests/bench/functions
make -s BUILD="$BUILD" "$BUILD/bin/hearth-forecast"
forecast="$BUILD/bin/hearth-forecast -q --threads 1 --ahead 8"

# series COUNT: made-up quarterly counts with trend, season and noise.
series() {
    awk -v count="$1" 'BEGIN {
        srand(1)
        print "date,measure,la,value"
        split("06-30 09-30 12-31 03-31", ends, " ")
        for (s = 1; s <= count; s++) {
            level = 100 + 900 * rand(); slope = level * (rand() - .4) / 60; depth = .1 * rand()
            for (t = 0; t < 40; t++) {
                level += slope + level * .03 * (rand() - .5)
                value = level * (1 + depth * sin(t * 1.5708)) + level * .05 * (rand() + rand() - 1)
                printf "%d-%s,stock,%d,%d\n", 2014 + int((t + 1) / 4), ends[t % 4 + 1], 300 + s, value
            }
        }
    }'
}

series 200 > "$BENCH/quarters.csv"
figures=$("$BENCH/measure" 3 $forecast --intervals calibrated "$BENCH/quarters.csv" -- \
    $forecast --method naive --intervals calibrated "$BENCH/quarters.csv")
each() { # each FIELD SERIES: milliseconds of CPU a series
    echo "$figures" | awk -v field="$1" -v count="$2" '{ printf "%.2f", 1000 * $field / count }'
}
bench_line "comb, a quarterly series of 40" "$(each 2 200)" "ms CPU" 2
bench_line "    naive (reading and writing), the same" "$(each 3 200)" "ms CPU" -
figures=$("$BENCH/measure" 3 $forecast "$BENCH/quarters.csv")
bench_line "comb, intervals from back-tests of all 200" "$(each 2 200)" "ms CPU" -

series 153 > "$BENCH/authorities.csv"
figures=$("$BENCH/measure" 1 $forecast --backtest --origins 20 "$BENCH/authorities.csv")
bench_line "back-test, 153 authorities x 20 origins" "$(each 2 1000)" "s CPU" 7

if Rscript -e 'library(forecast)' > /dev/null 2>&1; then
    series 20 > "$BENCH/some.csv"
    cat > "$BENCH/ets.R" <<'R'
suppressMessages(library(forecast))
d <- read.csv(commandArgs(TRUE)[1])
for (y in split(d$value, d$la)) forecast(ets(ts(y, frequency = 4)), 8)
R
    figures=$("$BENCH/measure" 1 $forecast --method ets --intervals model "$BENCH/some.csv" -- \
        Rscript --vanilla "$BENCH/ets.R" "$BENCH/some.csv")
    bench_line "ets, 20 series: hearth / R" "$(echo "$figures" | cut -d' ' -f1)" "x CPU" 0.05
    bench_line "    R's ets, a series (with R's own start)" "$(each 3 20)" "ms CPU" -
else
    echo "  beside R's forecast::ets: skipped, R or its package forecast is not installed"
fi
bench_end
