// The one place that includes Asio (standalone, 1.22 to 1.32).
#pragma once

#include <asio.hpp>
