import { conforms } from './adapters.case.ts';
import { serverDoor } from './doors.ts';

conforms(serverDoor);
