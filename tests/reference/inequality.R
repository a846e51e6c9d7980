# Reference numbers for tests/fairness_vectors.rs from R: base R, and the packages `ineq`
# (concentration) and, where installed, `GiniWegNeg` (the Gini coefficient with negatives
# of Raffinetti, Siletti and Vernizzi). Its output stands in inequality.csv:
#
#     Rscript tests/reference/inequality.R > tests/reference/inequality.csv

suppressPackageStartupMessages(library(ineq))

vectors <- list(
  incomes = c(541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261),
  ties_and_zeros = c(0, 0, 0, 5, 5, 10, 10, 10, 100, 1000),
  gains_and_losses = c(-300, -300, -100, 0, 0, 50, 250, 1000),
  losses_only = c(-5, -1, -1, -3),
  all_equal = c(7, 7, 7),
  two_people = c(1, 3),
  in_joining_order = c(1200, -300, 450, 450, 0, -300, 80, 0, -300, 25, -50, 0)
)

# A number has 15 digits, all that doubles can promise.
line <- function(vector, measure, value) {
  if (is.finite(value)) cat(sprintf("%s,%s,%.15g\n", vector, measure, value))
}

# The share of the poorest: the Lorenz curve of `ineq`, straight between people.
poorest <- function(x, share) {
  curve <- Lc(x)
  approx(curve$p, curve$L, share)$y
}

concentration <- function(name, x) {
  line(name, "gini", ineq(x, type = "Gini"))
  line(name, "hoover", ineq(x, type = "RS"))
  # `ineq` drops people with nothing; counted, they add the logarithm.
  line(name, "theil", ineq(x, type = "Theil") + log(length(x) / sum(x > 0)))
  line(name, "atkinson_05", ineq(x, parameter = 0.5, type = "Atkinson"))
  line(name, "atkinson_1", ineq(x, parameter = 1, type = "Atkinson"))
  line(name, "top01_share", 1 - poorest(x, 0.99))
  line(name, "top10_share", 1 - poorest(x, 0.90))
  line(name, "bottom50_share", poorest(x, 0.50))
  line(name, "palma", (1 - poorest(x, 0.90)) / poorest(x, 0.40))
}

# The formula as every report states it.
gini_net <- function(x) {
  n <- length(x)
  gains <- sum(x[x > 0])
  losses <- -sum(x[x < 0])
  sum(abs(outer(x, x, "-"))) / (2 * (n - 1) * (gains + losses))
}

cat("vector,measure,value\n")
for (name in names(vectors)) {
  x <- vectors[[name]]
  n <- length(x)
  if (min(x) >= 0) concentration(name, x)
  line(name, "gini_net", gini_net(x))
  if (requireNamespace("GiniWegNeg", quietly = TRUE)) {
    # The authors divide by n where ours divides by n - 1, so that one who has all is 1.
    authors <- GiniWegNeg::Gini_RSV(x)$GINI_RSV * n / (n - 1)
    stopifnot(abs(authors - gini_net(x)) < 1e-12)
  }
  for (per_mille in c(1, 10, 50, 100, 250, 500, 750, 900, 950, 990, 999)) {
    at <- quantile(x, per_mille / 1000, type = 1, names = FALSE)
    line(name, sprintf("quantile_%03d", per_mille), at)
  }
  for (per_mille in c(50, 250, 950)) {
    at <- quantile(x, per_mille / 1000, type = 7, names = FALSE)
    line(name, sprintf("spread_%03d", per_mille), at)
  }
  if (length(unique(x)) > 1) {
    line(name, "rank_correlation", cor(seq_along(x), x, method = "spearman"))
  }
}
for (degrees in c(1, 2, 3, 4, 9, 19, 29, 99, 499, 4999)) {
  line("student", degrees, qt(0.975, degrees))
}

versions <- c("ineq", if (requireNamespace("GiniWegNeg", quietly = TRUE)) "GiniWegNeg")
versions <- vapply(versions, function(name) paste(name, packageVersion(name)), "")
message(R.version.string, "; ", paste(versions, collapse = ", "))
