# Writes cure.csv, cure_recent.csv and cure.json (R 4.2.2): a Weibull mixture cure model by optim().
# made-up: 20 % ever, Weibull shape 2.2, scale 260 days; seen for 30 to 1200 days
set.seed(7)
n <- 1500
ever <- runif(n) < .2
t <- ifelse(ever, 260 * (-log(runif(n)))^(1/2.2), Inf)
seen <- round(runif(n, 30, 1200)) 
d <- ifelse(t <= seen, pmax(1, round(t)), seen); e <- as.integer(t <= seen)
tab <- aggregate(cbind(happened = e, not_yet = 1 - e), list(days = d), sum)
write.csv(tab, "cure.csv", row.names = FALSE, quote = FALSE)
nll <- function(q, e, d) { p <- plogis(q[1]); k <- exp(q[2]); s <- exp(q[3])
  -sum(ifelse(e == 1, log(p) + dweibull(d, k, s, log = TRUE), log(1 - p * pweibull(d, k, s)))) }
f <- optim(c(0, 0, log(200)), nll, e = e, d = d, method = "BFGS", hessian = TRUE, control = list(reltol = 1e-15, maxit = 5000))
f <- optim(f$par, nll, e = e, d = d, method = "BFGS", hessian = TRUE, control = list(reltol = 1e-16, maxit = 5000, ndeps = rep(1e-5, 3)))
se <- sqrt(diag(solve(f$hessian)))
k <- exp(f$par[2]); s <- exp(f$par[3])
# the share of those seen for at most 400 days, with these times
r <- d <= 400 & seen <= 400
one <- function(p) -sum(ifelse(e[r] == 1, log(p), log(1 - p * pweibull(d[r], k, s))))
o <- optimize(one, c(1e-6, 1 - 1e-6), tol = 1e-12)
low <- uniroot(function(p) one(p) - o$objective - qchisq(.95, 1)/2, c(1e-6, o$minimum), tol = 1e-12)$root
high <- uniroot(function(p) one(p) - o$objective - qchisq(.95, 1)/2, c(o$minimum, 1 - 1e-6), tol = 1e-12)$root
cat(sprintf('{"share": %.9f, "shape": %.9f, "scale": %.7f, "error": %.6f, "log_likelihood": %.8f,\n "recent_share": %.9f, "recent_low": %.9f, "recent_high": %.9f}\n',
  plogis(f$par[1]), k, s, se[1], -f$value, o$minimum, low, high), file = "cure.json")
rt <- aggregate(cbind(happened = e[r], not_yet = 1 - e[r]), list(days = d[r]), sum)
write.csv(rt, "cure_recent.csv", row.names = FALSE, quote = FALSE)
