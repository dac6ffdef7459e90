#include "seal/seal_error.h"

G_DEFINE_QUARK (seal_error, seal_error)
