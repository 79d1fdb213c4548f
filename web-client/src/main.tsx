import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
// First, so that the sheets of shell and features come after it and win.
import './theme/index.css';
import { Console, createRouter } from './Console';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <Console router={createRouter()} />
  </StrictMode>,
);
