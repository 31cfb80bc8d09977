#pragma once
#ifdef __cplusplus
extern "C" {
#endif

/// Quantile of the chi-square distribution with `degrees_of_freedom` > 0 at `p` in (0, 1); NaN outside.
double rx_chi_square_quantile(double degrees_of_freedom, double p);

/// Quantile of the gamma distribution with `shape` > 0 and `scale` > 0 (mean shape x scale) at `p` in (0, 1); NaN
/// outside.
double rx_gamma_quantile(double shape, double scale, double p);

#ifdef __cplusplus
}
#endif
