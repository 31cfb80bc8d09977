#include "boost_math.h"
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/gamma.hpp>

namespace {
using namespace boost::math::policies;
// Swift can't catch a C++ exception: errors come back as NaN or infinity.
using quiet = policy<domain_error<ignore_error>, pole_error<ignore_error>, overflow_error<ignore_error>,
                     evaluation_error<ignore_error>, rounding_error<ignore_error>>;
}

extern "C" double rx_chi_square_quantile(double degrees_of_freedom, double p) {
  return quantile(boost::math::chi_squared_distribution<double, quiet>(degrees_of_freedom), p);
}

extern "C" double rx_gamma_quantile(double shape, double scale, double p) {
  return quantile(boost::math::gamma_distribution<double, quiet>(shape, scale), p);
}
