# intervals of a year from a fractional tenure on, in bands 0-1, 1-2, 2-; one covariate
set.seed(5); n <- 400
start <- round(runif(n, 0, 3), 2); z <- rbinom(n, 1, .4)
spent <- cbind(pmax(0, pmin(1, start + 1) - start), pmax(0, pmin(2, start + 1) - pmax(1, start)), pmax(0, start + 1 - pmax(2, start)))
rate <- c(.12, .3, .2)
h <- exp(.4 * z) * (spent %*% rate); left <- rbinom(n, 1, 1 - exp(-h))
spent <- round(spent, 2)
write.csv(data.frame(b1 = spent[,1], b2 = spent[,2], b3 = spent[,3], z = z, left = left), "bands.csv", row.names = FALSE)
f <- function(p) { h <- exp(p[4] * z) * (spent %*% exp(p[1:3])); -sum(ifelse(left == 1, log(-expm1(-h)), -h)) }
g <- function(p) { base <- spent %*% exp(p[1:3]); h <- as.vector(exp(p[4] * z) * base); q <- -expm1(-h)
  w <- (left - q) * h / q; D <- cbind(spent %*% diag(exp(p[1:3])) / as.vector(base), z); -colSums(w * D) }
o <- optim(c(-2, -2, -2, 0), f, g, method = "BFGS", control = list(reltol = 1e-16, maxit = 1000))
p <- o$par; for (i in 1:50) { base <- as.vector(spent %*% exp(p[1:3])); h <- exp(p[4] * z) * base; q <- -expm1(-h)
  D <- cbind(spent %*% diag(exp(p[1:3])) / base, z); I <- t(D) %*% (D * (h^2 * exp(-h) / q)); p <- p - solve(I, g(p)) }
stopifnot(max(abs(p - o$par)) < 1e-4, max(abs(g(p))) < 1e-9)
V <- solve(I)
cat('{\n  "made_by": "R 4.2.2: optim (BFGS), then scoring to a gradient below 1e-9; inverse of the expected information",\n  "coef": [', paste(format(p, digits = 16), collapse = ", "), '],\n  "var": [', paste(format(as.vector(V), digits = 16), collapse = ", "), '],\n  "loglik": ', format(-f(p), digits = 15), '\n}\n', sep = "", file = "bands.json")
