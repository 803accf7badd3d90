#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The whole chain, returns to money: read, project, recruit, supply, sufficiency, cost; five years of
# quarters, by kind of placement. For one authority of 600 children with 8 years of returns, and for a
# region of 18 with 500 each, every authority apart (and fewer kinds: fostering as it is, the rest by
# category). CPU of all tools together, user and system; memory of the largest of them, with 1,000 futures
# and with 4,000: it must not grow with them.
. tests/bench/functions
make -s BUILD="$BUILD" all

# chain FOLDER BY DRAWS: BY is "" or "la,".
cat > "$BENCH/chain" <<'CHAIN'
#!/bin/sh
set -eu
cd "$1"
by=$2 draws=$3
hearth-read ssda903 -q returns/ssda903* |
    awk -F, -v OFS=, -v coarse="$by" 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i } NR > 1 && coarse &&
        $c["category"] != "Fostering" {
        $c["placement_kind"] = $c["category"] == "Temporary" ? "Other" : $c["category"] } { print }' > spells.csv
for table in households places enquiries; do
    hearth-read $table -q returns/fostering > $table.csv
done
hearth-project -q --by "${by}placement_kind" --measures stock,care_days --ahead 20 --draws "$draws" spells.csv > demand.csv
hearth-recruit -q --to-come --ahead 60 --by "${by}route" --where route=mainstream --draws "$draws" enquiries.csv > approvals.csv
hearth-supply -q --by "${by}placement_kind" --ahead 20 --places places.csv --approvals approvals.csv households.csv > supply.csv
hearth-sufficiency -q --demand demand.csv --supply supply.csv --overflow ../rules.csv \
    --no-limit Residential,Supported > sufficiency.csv
hearth-cost -q --prices ../prices.csv --inflation ../inflation.csv --total demand.csv | hearth-quantiles -q > cost.csv
CHAIN
chmod +x "$BENCH/chain"
PATH=$(cd "$BUILD" && pwd)/bin:$PATH
for table in prices inflation; do
    hearth-read $table -q datasets/planning > "$BENCH/$table.csv"
done
# A price for all, because the region's kinds are categories.
{ head -n 1 "$BENCH/prices.csv"
  { sed 1d "$BENCH/prices.csv"; sed -n 's/Other: other/All/gp' "$BENCH/prices.csv"; } | LC_ALL=C sort -t, -k2,2 -k3,3
} > "$BENCH/prices-all.csv"
mv "$BENCH/prices-all.csv" "$BENCH/prices.csv"
hearth-read overflow -q datasets/planning | grep -v 'Supported\|Residential' > "$BENCH/rules.csv"

# chain_figures NAME FOLDER BY DRAWS LIMIT: one run, measured.
chain_figures() {
    figures=$("$BENCH/measure" 1 "$BENCH/chain" "$BENCH/$2" "$3" "$4")
    bench_line "$1, $4 futures" "$(echo "$figures" | cut -d' ' -f2)" "s CPU" "$5"
    bench_line "    largest memory" "$(echo "$figures" | awk '{ printf "%.1f", $4 / 1024 }')" "MiB" -
}

mkdir -p "$BENCH/one" "$BENCH/region"
[ -d "$BENCH/one/returns" ] || hearth-synth all -q --seed 1 --children 600 --la 900 --years 2018-2025 -o "$BENCH/one/returns"
[ -d "$BENCH/region/returns" ] || hearth-synth all -q --seed 1 --authorities 18 --children 9000 --years 2018-2025 -o "$BENCH/region/returns"
chain_figures "one authority" one "" 1000 0.5
chain_figures "one authority" one "" 4000 -
chain_figures "a region of 18" region "la," 1000 8
bench_end
