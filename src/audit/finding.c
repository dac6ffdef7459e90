#include "audit/finding.h"

void
findings_add (Findings *findings, const char *format, ...)
{
  va_list values;
  va_start (values, format);
  g_autofree char *finding = g_strdup_vprintf (format, values);
  va_end (values);
  findings->count++;
  findings->found (finding, findings->data);
}
