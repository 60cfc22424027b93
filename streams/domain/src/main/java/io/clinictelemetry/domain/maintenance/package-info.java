/** What was done to devices so that they keep working, and whether it can have been. */
package io.clinictelemetry.domain.maintenance;
