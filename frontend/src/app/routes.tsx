import { lazy } from 'react';
import { Route, Routes } from 'react-router';
import { NotFoundPage } from './NotFoundPage';
import { Shell } from './Shell';

const BoardsPage = lazy(() => import('../features/boards/BoardsPage'));
const BoardLayout = lazy(() => import('./BoardLayout'));
const MilestonesPage = lazy(() => import('../features/milestones/MilestonesPage'));
const ArchivePage = lazy(() => import('../features/archive/ArchivePage'));
const CardRoute = lazy(() => import('./CardRoute'));
const SettingsPage = lazy(() => import('../features/settings/SettingsPage'));
const SignInPage = lazy(() => import('../features/sign-in/SignInPage'));
const SetupPage = lazy(() => import('../features/sign-in/SetupPage'));

/** `/b/RL` and `/c/RL-42` share one layout element, so opening a card keeps the board that lies under it. */
export function AppRoutes() {
  return (
    <Routes>
      <Route element={<SignInPage />} path="/sign-in" />
      <Route element={<SetupPage />} path="/setup" />
      <Route element={<Shell />}>
        <Route element={<BoardsPage />} index />
        <Route element={<SettingsPage />} path="/settings" />
        <Route element={<BoardLayout />}>
          <Route element={null} path="/b/:boardKey" />
          <Route element={<MilestonesPage />} path="/b/:boardKey/milestones" />
          <Route element={<ArchivePage />} path="/b/:boardKey/archive" />
          <Route element={<CardRoute />} path="/c/:cardKey" />
        </Route>
        <Route element={<NotFoundPage />} path="*" />
      </Route>
    </Routes>
  );
}
