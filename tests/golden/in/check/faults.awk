# awk -f faults.awk LIST FINDINGS: for each mistake that hearth-synth planted (its --faults-list), the rules
# that hearth-check found in the same return on the same child. Exit 1 when one was not found that is a
# rule's business.
BEGIN {
    FS = ","
    nobody["missing-year"] = "no return: rules that need the year before say that they were skipped"
    nobody["no-uasc"] = "no table: rules that need it say that they were skipped"
    nobody["mid-year"] = "an extract is no mistake: open episodes are judged on its day, and it is said"
    nobody["lower-case-columns"] = "columns are found whatever their case"
    nobody["windows-1252"] = "read as such, and said"
    nobody["bom"] = "dropped"
    nobody["crlf"] = "read"
}
FNR == 1 { next }
NR == FNR { # rule,severity,la,year,file,line,column,id,...
    found[$4, $8, $1]
    children[$4, $8] = children[$4, $8] " " $1
    next
}
{ # fault,year,file,line,column,id,value
    if ($1 in nobody) {
        print $1 ": " nobody[$1]
        next
    }
    rules = ""
    n = split(children[$2, $6], list, " ")
    for (i = 1; i <= n; i++)
        if (index(rules " ", " " list[i] " ") == 0)
            rules = rules " " list[i]
    # an episode that is never sent again is seen in the next year's return
    n = split(children[$2 + 1, $6], list, " ")
    for (i = 1; i <= n; i++)
        if ($1 == "stale-open" && index(rules " ", " " list[i] " ") == 0)
            rules = rules " " list[i]
    print $1 ":" rules
    missed += rules == ""
}
END {
    print missed + 0 " missed"
    exit missed > 0
}
