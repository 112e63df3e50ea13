import { conforms } from './adapters.case.ts';
import { fetchDoor } from './doors.ts';

conforms(fetchDoor);
