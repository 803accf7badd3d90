# SPDX-License-Identifier: GPL-3.0-or-later
# Scores draws of a workforce against what came (scripts/workforce-outlook). Lines come in blocks, one an
# origin: "truth," and an actual row of all that was ever seen, then "draws," and the rows known or drawn
# from there.
BEGIN { FS = ","; srand(20) }

# Ends the block: every place of the draws that was seen later is one outcome.
function score(  place, key, u) {
    for (place in draws) {
        split(place, part, SUBSEP)
        key = part[2] "," part[3] "," (substr(part[1], 1, 4) - substr(origin, 1, 4))
        u = (below[place] + rand() * (equal[place] + 1)) / (draws[place] + 1)
        n[key]++
        held80[key] += u > .1 && u < .9
        held95[key] += u > .025 && u < .975
        actual[key] += truth[place]
        mean = sum[place] / draws[place]
        forecast[key] += mean
        missed[key] += mean > truth[place] ? mean - truth[place] : truth[place] - mean
        no_change = truth[origin, part[2], part[3]]
        stayed[key] += no_change > truth[place] ? no_change - truth[place] : truth[place] - no_change
    }
    split("", truth); split("", draws); split("", below); split("", equal); split("", sum)
    origin = ""
}

$1 == "truth" { if (origin != "") score(); truth[$2, $3, $5] = $6; next }
$NF == "actual" { origin = $2; next }
$NF == "forecast" && ($2, $3, $5) in truth {
    draws[$2, $3, $5]++
    sum[$2, $3, $5] += $6
    below[$2, $3, $5] += $6 < truth[$2, $3, $5]
    equal[$2, $3, $5] += $6 == truth[$2, $3, $5]
}

function wilson(k, n, side,  z, p) {
    z = 1.959964
    p = k / n
    return (p + z * z / (2 * n) + side * z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))) / (1 + z * z / n)
}

END {
    score()
    print "measure,seniority,years_ahead,outcomes,actual,forecast,mean_error,no_change_error," \
        "held80,held80_low,held80_high,held95,held95_low,held95_high"
    fflush()
    sort = "LC_ALL=C sort"
    for (key in n)
        printf "%s,%d,%.1f,%.1f,%.2f,%.2f,%.3f,%.3f,%.3f,%.3f,%.3f,%.3f\n", key, n[key],
            actual[key] / n[key], forecast[key] / n[key], missed[key] / n[key], stayed[key] / n[key],
            held80[key] / n[key], wilson(held80[key], n[key], -1), wilson(held80[key], n[key], 1),
            held95[key] / n[key], wilson(held95[key], n[key], -1), wilson(held95[key], n[key], 1) | sort
}
