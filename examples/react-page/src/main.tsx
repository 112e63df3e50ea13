import { createRoot } from 'react-dom/client';
import { Checkout } from './checkout.tsx';
import { startMock } from './mock.ts';

// The page waits for the worker: a request that is sent before it would go to the real TXCloud. A page that goes live
// asks `import.meta.env.DEV` first.
await startMock(new URLSearchParams(location.search));
const root = document.querySelector('#root');
if (root !== null) createRoot(root).render(<Checkout orderId="order_456" />);
