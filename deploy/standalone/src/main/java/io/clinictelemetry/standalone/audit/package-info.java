/** Whether the records of what happened and of what people did are as they were written. */
package io.clinictelemetry.standalone.audit;
