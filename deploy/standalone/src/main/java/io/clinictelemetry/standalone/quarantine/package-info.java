/**
 * The verb {@code quarantine}: what could not be used, looked at and fed back.
 *
 * <p>Promise: nothing here changes or deletes a record in quarantine, no bytes make it fail, and
 * feeding back may be repeated: a record that was applied is not applied again.
 */
package io.clinictelemetry.standalone.quarantine;
