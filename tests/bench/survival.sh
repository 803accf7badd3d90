#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Survival: a million left-truncated stays in the library's own arrays; beside R's survival in the same
# run where R has it (with a tenth of the rows for its slow incidence). Then hearth-retention on a
# million spells, reading and writing included.
. tests/bench/functions
make -s BUILD="$BUILD" "$BUILD/bin/hearth-retention"
bench_build survival make_spells

best() { # best NAME: the least of three runs
    awk -v name="$1" '$1 == name && (!n++ || $2 < least) { least = $2 } END { print least }' "$BENCH/survival.txt"
}
for run in 1 2 3; do
    "$BENCH/survival" 1000000 2> "$BENCH/survival.err"
done > "$BENCH/survival.txt"
bench_line "curves of 4 groups and log-rank, 1,000,000 rows" "$(best curves)" "s CPU" 0.5
bench_line "Cox, 5 columns, ties by Efron, 1,000,000 rows" "$(best cox)" "s CPU" 2
bench_line "incidence of 3 reasons with variance, 1,000,000 rows" "$(best incidence)" "s CPU" 0.7

if Rscript -e 'library(survival)' > /dev/null 2>&1; then
    "$BENCH/survival" 1000000 "$BENCH/survival.csv"
    cat > "$BENCH/survival.R" <<'R'
library(survival)
d <- read.csv(commandArgs(TRUE)[1])
used <- function(expr) { t <- system.time(expr); unname(t[1] + t[2]) }
cat("curves", used(survfit(Surv(entry, exit, cause > 0) ~ group, d)), "\n")
cat("cox", used(coxph(Surv(entry, exit, cause > 0) ~ a + b + c + d + e, d)), "\n")
some <- d[seq(1, nrow(d), 10), ]
some$id <- seq_len(nrow(some))
cat("incidence", 10 * used(survfit(Surv(entry, exit, factor(cause)) ~ 1, some, id = id)), "\n")
R
    Rscript --vanilla "$BENCH/survival.R" "$BENCH/survival.csv" > "$BENCH/survival-r.txt"
    for name in curves cox incidence; do
        theirs=$(awk -v name=$name '$1 == name { print $2 }' "$BENCH/survival-r.txt")
        bench_line "    $name: hearth / R's survival" \
            "$(awk -v a="$(best $name)" -v b="$theirs" 'BEGIN { printf "%.3f", a / b }')" "x CPU" 0.25
    done
else
    echo "  beside R's survival: skipped, R or its package survival is not installed"
fi

"$BENCH/make_spells" 1000000 1 > "$BENCH/spells.csv"
figures=$("$BENCH/measure" 3 "$BUILD/bin/hearth-retention" -q --at 1y,2y --by category "$BENCH/spells.csv")
bench_line "hearth-retention, 1,000,000 spells by category" "$(echo "$figures" | cut -d' ' -f2)" "s CPU" -
bench_line "    peak memory" "$(echo "$figures" | awk '{ printf "%.1f", $4 / 1024 }')" "MiB" -
bench_end
