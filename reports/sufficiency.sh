#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# sufficiency.sh REPORT [RETURNS]: from returns to the question of sufficiency: for each kind of home, how
# likely is it that we run short over the next three years, by how much, and what does it cost?
#
# RETURNS (datasets, unless given) holds the folders ssda903, fostering and planning. Into the folder REPORT go
# summary.txt (one page), summary.csv (its figures, by year and kind), three charts, and the series they are
# made of. LA (900), SEED (1) and DRAWS (1000) may be set in the environment: the same seed gives the same
# bytes.
set -eu
[ $# -gt 0 ] || { echo "sufficiency.sh: say where the report goes: sufficiency.sh REPORT [RETURNS]" >&2; exit 2; }
report=$1
returns=${2:-datasets} la=${LA:-900} seed=${SEED:-1} draws=${DRAWS:-1000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What is known.
# Supported accommodation need not be registered before October 2023: it is one kind to us.
hearth-read ssda903 -q --la "$la" "$returns/ssda903" > "$work/read.csv"
sed 's/Supported: pre-registration/Supported: registered/' "$work/read.csv" > "$work/spells.csv"
today=$(hearth-stock -q --every quarter "$work/spells.csv" | tail -n 1 | cut -d, -f1)
for table in households places enquiries; do
    hearth-read $table -q --la "$la" "$returns/fostering" > "$work/$table.csv"
done
grep -q "^$la," "$work/households.csv" || {
    echo "sufficiency.sh: no foster household of authority $la in $returns/fostering: set LA to one that is there" >&2
    exit 3
}
for table in overflow prices inflation; do
    hearth-read $table -q "$returns/planning" > "$work/$table.csv"
done
grep -v Supported "$work/overflow.csv" > "$work/rules.csv"
hearth-read providers -q --to "$today" "$returns/planning" > "$work/providers.csv"

# Children to come: where would they be, if things go on as they did?
hearth-project -q --from "$today" --ahead 12 --by placement_kind --measures stock,care_days \
    --draws "$draws" --seed "$seed" "$work/spells.csv" > "$work/demand.csv"

# Homes to come: our foster carers, with the approvals under way, and our own children's homes. What is
# bought (the rules of overflow say NO_LIMIT), and supported accommodation, has no limit here.
hearth-recruit -q --to-come --ahead 36 --by route --where route=mainstream \
    --draws "$draws" --seed "$seed" "$work/enquiries.csv" > "$work/approvals.csv"
hearth-supply -q --from "$today" --ahead 12 --places "$work/places.csv" --approvals "$work/approvals.csv" \
    --draws "$draws" --seed "$seed" "$work/households.csv" > "$work/homes.csv"
hearth-supply -q --from "$today" --ahead 12 --where "placement_kind=Residential: in-house" \
    --draws "$draws" --seed "$seed" "$work/providers.csv" > "$work/beds.csv"

# Are there enough? And where do those go for whom there is no place?
balance() {
    hearth-sufficiency --demand "$work/demand.csv" --supply "$work/homes.csv" --supply "$work/beds.csv" \
        --overflow "$work/rules.csv" --no-limit Supported --seed "$seed" "$@"
}
mkdir -p "$report"
balance -o "$report/sufficiency.csv" 2> "$work/said.txt"
balance -q --placements --nowhere "Residential: external" > "$work/placements.csv"

# What does that cost? (Who finds no place is priced as in a home that is bought.)
hearth-cost -q --prices "$work/prices.csv" --inflation "$work/inflation.csv" --total --seed "$seed" \
    "$work/placements.csv" | hearth-quantiles -q > "$report/cost.csv"

# Charts: what is needed, what there will be, what is missing.
kinds="Fostering: in-house,Residential: in-house"
hearth-quantiles -q --where "measure=stock" --where "placement_kind=$kinds" "$work/demand.csv" > "$report/demand.csv"
hearth-quantiles -q --where "placement_kind=$kinds" "$work/homes.csv" "$work/beds.csv" > "$report/supply.csv"
hearth-chart fan --unit children --title "Children in each kind of home" \
    -o "$report/demand.svg" "$report/demand.csv"
hearth-chart fan --unit places --title "Places that we can use" -o "$report/supply.svg" "$report/supply.csv"
hearth-chart line --measure p_shortfall --where "placement_kind=$kinds" --title "How likely we run short" \
    -o "$report/shortfall.svg" "$report/sufficiency.csv"

# The figures of each 31 March in one table.
awk -F, -v OFS=, '
    FNR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next }
    substr($1, 6) != "03-31" || $c["kind"] == "actual" { next }
    { key = $1 OFS $c["placement_kind"]; v[$2, key] = $c["value"]
      low[$2, key] = $c["lo80"]; high[$2, key] = $c["hi80"] }
    $2 == "p_shortfall" { order[++n] = key }
    END {
        print "date,placement_kind,children,children_lo80,children_hi80,places,places_lo80,places_hi80," \
            "p_shortfall,shortfall,shortfall_lo80,shortfall_hi80,places_needed"
        for (i = 1; i <= n; i++) { k = order[i]
            print k, v["stock", k], low["stock", k], high["stock", k], v["usable_places", k], low["usable_places", k],
                high["usable_places", k], v["p_shortfall", k], v["shortfall", k], low["shortfall", k],
                high["shortfall", k], v["places_needed", k] } }
' "$report/demand.csv" "$report/supply.csv" "$report/sufficiency.csv" > "$report/summary.csv"

# One page.
{
    echo "Enough homes? Outlook from $today, $draws futures, seed $seed"
    echo
    awk -F, 'NR > 1 {
        year = substr($1, 1, 4)
        if ($2 != before) printf "%s%-24s%16s%18s%9s%18s%8s\n", before ? "\n" : "", $2 == "Total" ? "Either" : $2,
            "children", "usable places", "chance", "lacking", "needed"
        before = $2
        printf "  31 March %s%27s%18s%7.0f %%%18s%8s\n", year, with($3, $4, $5), with($6, $7, $8), 100 * $9,
            with($10, $11, $12), $13 }
        function with(x, low, high) { return x == "" ? "" : sprintf("%.0f (%.0f to %.0f)", x, low, high) }
        ' "$report/summary.csv"
    echo
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next } {
        printf "Cost of the year to %s: £%.1fm", $1, $c["value"] / 1e6
        if ($c["kind"] == "forecast") printf " (£%.1fm to £%.1fm)", $c["lo80"] / 1e6, $c["hi80"] / 1e6
        print "" }' "$report/cost.csv"
    echo
    sed 's/^hearth-sufficiency: //' "$work/said.txt" | fold -s -w 110 | sed 's, *$,,'
    echo
    echo "In brackets: 80 in 100 futures. Chance: how many futures in 100 run short. Lacking: children without a"
    echo "place of that kind, on average over all futures. Needed: places that suffice in 95 futures of 100."
    echo "The projection continues what was recorded: it knows of no change of policy, and children placed"
    echo "elsewhere for want of a place are counted where they are."
} > "$report/summary.txt"
