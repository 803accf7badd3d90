# SPDX-License-Identifier: GPL-3.0-or-later
# recover.awk: made-up fostering and social work against the truth that made them (scripts/recover).
# Files: truth.csv (hearth-synth --truth); then series of hearth-recruit and hearth-retention.
# A line for each comparison; exit 1 when one is further off than four standard errors (of days: and a day,
# since they are whole). Chances of stages, days in them and days to approval; who stays how long.
function uniform() { return (rand() + 1e-12) / (1 + 2e-12) }
function normal() { return sqrt(-2 * log(uniform())) * cos(6.283185307179586 * uniform()) }
function gamma(a,  d, c, x, v) { # Marsaglia and Tsang
    d = a - 1 / 3
    c = 1 / sqrt(9 * d)
    for (;;) {
        x = normal()
        v = (1 + c * x) ^ 3
        if (v > 0 && log(uniform()) < x * x / 2 + d - d * v + d * log(v))
            return d * v
    }
}
function delay(stage,  days) {
    days = int(gamma(shape[stage]) * mean[stage] / shape[stage])
    return days < 1 ? 1 : days
}
function closing(stage) { return 1 + int(-log(uniform()) * ends[stage]) }
function quantile(list, n, p,  counts, i, sum) {
    sum = 0
    for (i = 1; i <= n; i++)
        counts[list[i]]++
    for (i = 0; sum < p * n; i++)
        sum += counts[i]
    return i - 1
}
function compare(what, where, truth, found, se, allowed) {
    apart = found > truth ? found - truth : truth - found
    bad = apart > 4 * se + allowed
    failed += bad
    printf "%-34s %-26s %10.4g %10.4g %10.2g%s\n", what, where, truth, found, se, bad ? "  NOT RECOVERED" : ""
}
# What journeys with these chances and delays look like, stage by stage (stage 2 begins while stage 1 runs).
function live(runs,  i, k, days, stage, first) {
    for (i = 1; i <= runs; i++)
        for (k = days = first = 0; k < 7; k++) { # k: stages passed
            stage = order[k]
            goes = uniform() < (k ? chance[stage] : chance[stage] * factor)
            took = goes ? delay(stage) : closing(stage)
            lasted[stage, ++seen[stage]] = took + (k == 4 ? first - int(first * 3 / 5) : 0)
            first = took
            days += took
            if (!goes)
                break
            if (k == 6)
                approval[++approved] = days
        }
}
function stays(years, times,  i, sum, end) {
    for (i = 1; i <= pieces[process]; i++) {
        end = years * 365.25 < to[process, i] || to[process, i] == "" ? years * 365.25 : to[process, i]
        if (end > from[process, i])
            sum += rate[process, i] * (end - from[process, i])
    }
    return exp(-times * sum / 365.25)
}
BEGIN {
    FS = ","
    srand(1)
    runs = 40000
    split("enquiry,visit,application,stage 1,stage 2,panel,decision", names, ",")
    split("ENQ,VISIT,APP,ST1,ST2,PANEL,DEC", codes, ",")
    for (i = 1; i <= 7; i++) {
        order[i - 1] = names[i]
        named[codes[i]] = names[i]
    }
    split("newly qualified,another authority", origins, ",")
    printf "%-34s %-26s %10s %10s %10s\n", "what", "where", "truth", "found", "error"
}
FNR == 1 { file++; for (i = 1; i <= NF; i++) column[$i] = i; next }
file == 1 && $2 == "enquiry source" { share[$7] = $13 }
file == 1 && $2 == "enquiry stage" && $12 == "share" { chance[named[$6]] = $13 }
file == 1 && $2 == "enquiry stage" && $12 == "factor" { factor += share[$3] * $13 }
file == 1 && $2 == "enquiry stage" && $12 == "days" && $7 == "closed" { ends[named[$6]] = $13 }
file == 1 && $2 == "enquiry stage" && $12 == "days" && $7 != "closed" { mean[named[$6]] = $13 }
file == 1 && $2 == "enquiry stage" && $12 == "shape" { shape[named[$6]] = $13 }
file == 1 && $2 ~ / leave$/ && $12 == "per_year" && $9 != "" {
    i = ++pieces[$2]
    from[$2, i] = $10
    to[$2, i] = $11
    rate[$2, i] = $13
}
file == 1 && $2 == "worker leave" && $12 == "factor" && $3 in origins { times[origins[$3]] = $13 }
file == 2 && !approved { live(runs) }
file == 2 { value = $column["value"]; se = ($column["hi95"] - $column["lo95"]) / 3.92 }
file == 2 && $2 == "share of stage" && $column["outcome"] == "progress" {
    stage = $column["stage"]
    compare("chance of going on", stage, chance[stage] * (stage == "enquiry" ? factor : 1), value, se, 0)
}
file == 2 && $2 ~ /^days in stage/ {
    stage = $column["stage"]
    n = seen[stage]
    for (i = 1; i <= n; i++)
        list[i] = lasted[stage, i]
    compare($2, stage, quantile(list, n, $2 ~ /median/ ? .5 : .9), value, se, 1)
}
file == 2 && $2 == "share of enquiries" && $column["outcome"] == "approved" {
    compare("share of enquiries", "approved", approved / runs, value, se, .001)
    approvals = value * value * (1 - value) / (se * se)
}
file == 2 && $2 ~ /^days to approval/ { # a quantile is as uncertain as its share, over the density there
    p = $2 ~ /median/ ? .5 : .9
    density = .1 / (quantile(approval, approved, p + .05) - quantile(approval, approved, p - .05))
    compare($2, "", quantile(approval, approved, p), value, sqrt(p * (1 - p) / approvals) / density, 1)
}
$2 == "survival" && $column["value"] == "" { next }
file == 3 && $2 == "survival" {
    process = "household leave"
    compare("households still there", $column["time"] " years", stays($column["time"], 1), $column["value"],
            ($column["hi95"] - $column["lo95"]) / 3.92, 0)
}
file == 4 && $2 == "survival" && $column["origin"] in times {
    process = "worker leave"
    compare("social workers still there", $column["origin"] ", " $column["time"] " years",
            stays($column["time"], times[$column["origin"]]), $column["value"],
            ($column["hi95"] - $column["lo95"]) / 3.92, 0)
}
END {
    print failed ? failed " of the truths not recovered" : "all recovered"
    exit failed > 0
}
