import { useParam } from '@/parts/use-param';
import { AllAlerts } from './all/AllAlerts';
import { ProjectAlerts } from './ProjectAlerts';

/** What fires in all projects, or in the one that stands in the address. */
export function AlertsPage() {
  const [project] = useParam('project');
  return project === '' ? <AllAlerts /> : <ProjectAlerts key={project} projectId={project} />;
}
