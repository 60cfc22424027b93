/** What leaves the topics: PostgreSQL, and the pages and API that read it. */
package io.clinictelemetry.sinks;
